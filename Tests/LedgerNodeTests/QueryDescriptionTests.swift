import Evidence
import Foundation
import HTTPListening
import TestKit
import Testing

@testable import LedgerQueries

/// The description of the ledger's API says what is answered, no more and no less.
@Suite("What the description of the ledger's API says", .timeLimit(.minutes(3)))
struct QueryDescriptionTests {
    /// A chain where everything happened that answers can tell of.
    private static func eventful() throws -> (blocks: [[[UInt8]]], traffic: LedgerTraffic) {
        var traffic = try LedgerTraffic(seed: 11, gateways: 2)
        let loads = try (0..<8).map { _ in try traffic.takeIn() }
        for code in ["20 01 01", "20 01 02"] {
            for _ in 0..<5 { _ = try traffic.takeIn(code: code) }
        }
        _ = try traffic.correct(loads[0], code: "20 03 07", area: "08")
        _ = try traffic.void(loads[1])
        _ = try traffic.takeAway([loads[2], loads[3]])
        var blocks = [[try traffic.batch(of: 0), try traffic.batch(of: 1, entries: 4)]]
        // An entry that travels as its digest.
        blocks.append([try traffic.batch(of: 1, entries: 2)])
        return (blocks, traffic)
    }

    /// What of an answer is not as a part describes it.
    private static func faults(
        _ json: Any, _ part: any AnswerPart.Type, at place: String
    ) -> [String] {
        guard let object = json as? [String: Any] else { return ["\(place) is no object"] }
        var faults: [String] = []
        let fields = Dictionary(uniqueKeysWithValues: part.fields.map { ($0.name, $0) })
        faults += object.keys.filter { fields[$0] == nil }.map { "\(place).\($0) is not described" }
        for field in part.fields {
            guard let value = object[field.name] else {
                if !field.isOptional { faults.append("\(place).\(field.name) is missing") }
                continue
            }
            faults += Self.faults(value, field.shape, at: "\(place).\(field.name)")
        }
        return faults
    }

    private static func faults(_ json: Any, _ shape: AnswerShape, at place: String) -> [String] {
        func expect(_ isSo: Bool) -> [String] { isSo ? [] : ["\(place) is \(json), no \(shape)"] }
        let text = json as? String
        switch shape {
        case .text: return expect(text != nil)
        case .flag: return expect(json is Bool)
        case .bytes: return expect(text.flatMap { Data(base64Encoded: $0) } != nil)
        case .digest: return expect(text?.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        case .time: return expect(text?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
        case .count: return expect((json as? Int).map { $0 >= 0 } == true)
        case .number: return expect(json is Double)
        case .word(let words): return expect(text.map { words.contains($0) } == true)
        case .part(let part): return faults(json, part, at: place)
        case .list(let shape):
            guard let list = json as? [Any] else { return ["\(place) is no list"] }
            return list.enumerated().flatMap { faults($1, shape, at: "\(place)[\($0)]") }
        }
    }

    @Test("every answer is what its address describes, key by key, and every key is written by one")
    func answersFit() async throws {
        let (blocks, traffic) = try Self.eventful()
        let (uri, entries) = (traffic.gateways[0].uri, traffic.gateways[0].entries)
        let questions: [(String, Int)] = [
            ("/v1/status", 200), ("/v1/gateways?limit=1", 200), ("/v1/head?gateway=\(uri)", 200),
            ("/v1/head?gateway=nobody", 404), ("/v1/entry?gateway=\(uri)&seq=1", 200),
            ("/v1/entry?gateway=\(uri)&seq=999", 404), ("/v1/record?id=\(entries[1].id)", 200),
            ("/v1/record?id=\(entries[1].id)&limit=1", 200), ("/v1/log?limit=100", 200),
            ("/v1/loads", 200), ("/v1/loads?direction=out", 200), ("/v1/sums", 200),
            ("/v1/sums?by=code,month&code=20+01&limit=1", 200), ("/v1/loads?limit=0", 400),
        ]
        try await AskedNode.run(blocks, traffic.genesis) { ask, _ in
            var written: [String: Set<String>] = [:]
            func note(_ json: Any, _ part: any AnswerPart.Type) {
                guard let object = json as? [String: Any] else { return }
                written[part.title, default: []].formUnion(object.keys)
                for field in part.fields {
                    switch (field.shape, object[field.name]) {
                    case (.part(let inner), let value?): note(value, inner)
                    case (.list(.part(let inner)), let values as [Any]):
                        for value in values { note(value, inner) }
                    default: break
                    }
                }
            }
            for (question, status) in questions {
                let answer = try await ask(question)
                #expect(answer.status == status, "\(question)")
                let path = question.prefix { $0 != "?" }
                let route = try #require(QueryRoute.all.first { $0.path == path })
                let part: any AnswerPart.Type =
                    switch status {
                    case 200: try #require(route.answer)
                    case 404: AbsenceAnswer.self
                    default: FaultAnswer.self
                    }
                #expect(Self.faults(answer.json, part, at: question) == [])
                note(answer.json, part)
            }
            // What only a liar or a copier brings about is written by none of these.
            let rare = ["forked_at"]
            for (title, part) in QueryDescription.schemas.parts {
                let described = Set(part.fields.map(\.name)).subtracting(rare)
                #expect(described.subtracting(written[title] ?? []) == [], "\(title)")
            }
        }
    }

    @Test("keys are snake_case, and none of them has a place for a person")
    func spelling() {
        let people = ["plate", "driver", "person", "operator", "party", "contract"]
        for part in QueryDescription.schemas.parts.values {
            for field in part.fields {
                #expect(field.name.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
                #expect(!people.contains { field.name.contains($0) })
            }
        }
    }

    @Test(
        "a validator of OpenAPI 3.1 finds nothing wrong",
        .enabled(if: Peer.isPresent, "'make test' installs it into .venv"))
    func validator() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("openapi.json")
        try Data(QueryDescription.json).write(to: URL(fileURLWithPath: file))
        let told = try await Program.run(
            [Peer.script("openapi.py"), file], executable: Peer.python)
        #expect(told.status == 0, "\(told)")
        #expect(told.output == "3.1.0, \(QueryRoute.all.count) addresses\n")
    }

    /// Somebody else's tester, which invents questions by the description and holds the answers
    /// against it.
    ///
    /// One of its checks is left out: that whatever the description allows is answered. Which
    /// parameters go together (`gateway` with `seq`, no `area` of outgoing loads) OpenAPI cannot say.
    @Test(
        "a tester that invents thousands of questions finds no answer that is not described",
        .enabled(if: Peer.isPresent, "'make test' installs it into .venv"))
    func invented() async throws {
        let (blocks, traffic) = try Self.eventful()
        let folder = try TemporaryDirectory()
        try await AskedNode.run(blocks, traffic.genesis) { ask, port, _ in
            let told = try Program(
                [
                    // It leaves its notes where it is started.
                    "-C", folder.path, Peer.python, "-m", "schemathesis.cli",
                    "--config-file", Peer.script("schemathesis.toml"), "run",
                    "http://127.0.0.1:\(port)/v1/openapi.json",
                    "--exclude-checks", "positive_data_acceptance",
                    "--phases", "examples,coverage,fuzzing", "--max-time", "20",
                    "--max-examples", "60", "--seed", "1", "--no-color",
                    "--generation-database", "none",
                ], executable: "/usr/bin/env")
            defer { told.destroy() }
            let outcome = try await told.outcome(within: .seconds(120))
            #expect(outcome.status == 0, "\(told.lastWords)")
            #expect(outcome.output.contains(" passed"), "\(told.lastWords)")
            #expect(try await ask("/v1/status").status == 200)
        }
    }
}
