import Foundation
import JournalStore
import TestKit
import Testing

@Suite("What is handed to the agent")
struct HandOverFolderTests {
    private let state: TemporaryDirectory
    private var records: HandOverFolder { HandOverFolder(state: state.path, for: .records) }

    init() throws { state = try TemporaryDirectory() }

    @Test("is taken in the order it was handed over, each once")
    func order() throws {
        for number in 0..<20 {
            try records.put([UInt8(number)], as: .amendment)
            // Two files of one moment have no order; a file system's clock ticks with the kernel's.
            usleep(12_000)
        }
        try records.put([0], as: .amendment)
        let waiting = records.waiting().map { records.read($0.name) }
        #expect(waiting == ((1..<20) + [0]).map { .bytes([UInt8($0)]) })
        for (name, _) in records.waiting() { records.remove(name) }
        #expect(records.waiting().isEmpty)
    }

    @Test("lies in a folder of its own, which nobody else may enter")
    func places() throws {
        try HandOverFolder(state: state.path, for: .trust).put([1], as: .checkpoint)
        #expect(records.waiting().isEmpty)
        try records.put([2], as: .amendment)
        let attributes = try FileManager.default.attributesOfItem(atPath: state.file("records"))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("belongs to the agent's user, also when root hands it over", .enabled(if: getuid() == 0))
    func owner() throws {
        #expect(chown(state.path, 65_534, 65_534) == 0)
        try records.put([1], as: .amendment)
        for path in ["records", "records/\(records.waiting()[0].name)"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: state.file(path))
            #expect(attributes[.ownerAccountID] as? Int == 65_534, "\(path)")
        }
    }

    @Test("never follows a link that somebody put in the way")
    func links() throws {
        try FileManager.default.createSymbolicLink(
            atPath: state.file("records"), withDestinationPath: state.file("elsewhere"))
        #expect(throws: JournalError.self) { try records.put([1], as: .amendment) }
        try FileManager.default.createDirectory(
            atPath: state.file("elsewhere"), withIntermediateDirectories: false)
        #expect(throws: JournalError.self) { try records.put([1], as: .amendment) }
    }

    @Test("is left where it is when it cannot be read, and folders and links are none")
    func others() throws {
        try records.put([1], as: .amendment)
        try FileManager.default.createDirectory(
            atPath: state.file("records/a.amendment"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: state.file("records/b.amendment"), withDestinationPath: "/etc/passwd")
        #expect(records.waiting().count == 1)
        #expect(records.read("nobody.amendment") == .gone)
        guard case .unreadable = records.read("b.amendment") else {
            Issue.record("a link is followed")
            return
        }
    }

    @Test("has bounds: what is larger than any of ours, and more than can wait")
    func bounds() throws {
        let large = [UInt8](repeating: 0, count: 65_537)
        #expect(throws: JournalError.self) { try records.put(large, as: .amendment) }
        for number in 0..<32 { try records.put([UInt8(number)], as: .amendment) }
        #expect(throws: JournalError.self) { try records.put([99], as: .amendment) }
        try Data(large).write(to: URL(fileURLWithPath: state.file("records/x.amendment")))
        #expect(records.read("x.amendment") == .bytes([]))
    }
}
