import Evidence
import Foundation
import TestKit
import Testing

@testable import Gateway

@Suite("A gateway with a journal begins no second one")
struct FormerJournalTests {
    private let gateway = "https://site.example/g"

    private func check(
        _ state: String, gateway: String? = nil, given: String? = nil
    ) throws {
        try FormerJournal(
            gateway: gateway ?? self.gateway, state: state,
            environment: given.map { ["STATE_DIRECTORY": $0] } ?? [:]
        ).check()
    }

    @Test(
        "an empty folder beside the gateway's journal, in it, or around it, is refused by both names"
    )
    func nearby() async throws {
        let box = try JournalBox()
        try await box.recorder.record(.boot)
        let former = box.folder.file("state")
        try check(former)
        for state in [box.folder.file("state-2"), former + "/new", box.folder.path] {
            let error = #expect(throws: GatewayError.self) { try check(state) }
            #expect(error?.code == .otherJournal)
            #expect(error?.message.contains(former) == true, "\(error?.message ?? "")")
            #expect(error?.message.contains("1 entries") == true)
        }
        // Another gateway begins where it likes.
        try check(box.folder.file("state-2"), gateway: "https://site.example/h")
    }

    @Test("the folder that the service manager gave is looked into, wherever the new one lies")
    func given() async throws {
        let (box, elsewhere) = (try JournalBox(), try TemporaryDirectory())
        let state = elsewhere.file("state")
        // A journal without an entry is none yet.
        try check(state, given: box.folder.file("state"))
        try await box.recorder.record(.boot)
        try check(state)
        for given in [box.folder.file("state"), "/nowhere:" + box.folder.path] {
            #expect(throws: GatewayError.self) { try check(state, given: given) }
        }
    }

    @Test("a file that is no journal says nothing of anybody")
    func damaged() throws {
        let folder = try TemporaryDirectory()
        let former = folder.file("former")
        try FileManager.default.createDirectory(
            atPath: former, withIntermediateDirectories: true)
        try Data("no database".utf8).write(to: URL(fileURLWithPath: former + "/journal.sqlite"))
        try check(folder.file("state"))
    }
}
