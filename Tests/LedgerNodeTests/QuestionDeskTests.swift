import Evidence
import Foundation
import IntakeLedger
import LedgerQueries
import LedgerServer
import Synchronization
import TestKit
import Testing
import Threads
import Wire

@testable import LedgerNode

@Suite("Questions beside blocks", .timeLimit(.minutes(2)))
struct QuestionDeskTests {
    /// A clock that holds up the second who asks it, until somebody opens it: so one question hangs in
    /// the middle of its reading.
    private final class Gate: Sendable {
        private let state = Monitor((asked: 0, isOpen: false))

        var limits: QuestionLane.Limits {
            QuestionLane.Limits(waiting: 2, reading: .seconds(60)) { [self] in
                let mustWait = state.with { state in
                    state.asked += 1
                    return state.asked == 2 && !state.isOpen
                }
                if mustWait { _ = state.wait { $0.isOpen ? true : nil } }
                return ContinuousClock.now
            }
        }

        /// Waits until a question hangs.
        func hangs() async throws {
            try await until("a question hangs") { state.with { $0.asked > 1 } }
        }

        func open() { state.with { $0.isOpen = true } }
    }

    /// Enough loads for SQLite to ask whether it may go on.
    private static func chain(_ traffic: inout LedgerTraffic) throws -> [[[UInt8]]] {
        try (0..<4).map { _ in [try traffic.batch(of: 0, entries: 400)] }
    }

    private static let sums = LedgerQuestion.sums(
        LoadFilter(), by: [.area, .month], from: 0, limit: 10)

    private static func head(_ gateway: String) -> ABCIRequest {
        var question = ABCIQuery.Question()
        (question.path, question.data, question.prove) = ("/head", Array(gateway.utf8), true)
        return .query(question)
    }

    @Test("a block is made durable while a question is read, which is of the state before it")
    func besideBlocks() async throws {
        var traffic = try LedgerTraffic(seed: 1, gateways: 1)
        let blocks = try Self.chain(&traffic)
        let next = try traffic.batch(of: 0, entries: 9)
        let folder = try TemporaryDirectory()
        let gate = Gate()
        let application = try LedgerApplication(
            NodeOptions(state: folder.path), version: "test", limits: gate.limits)
        _ = try await AskedNode.commit(blocks, traffic.genesis, application)
        async let reply = application.answer(Self.sums)
        try await gate.hangs()
        var finalize = ABCIFinalizeBlock.Question()
        (finalize.transactions, finalize.height) = ([next], 5)
        _ = await application.answer(.finalizeBlock(finalize))
        guard case .commit = await application.answer(.commit) else { throw Trouble("no commit") }
        #expect(await application.height == 5)
        // Questions of another kind are answered too, of the new state.
        guard
            case .query(let answer) = await application.answer(Self.head(traffic.gateways[0].uri))
        else { throw Trouble("no answer") }
        #expect(answer.height == 5)
        gate.open()
        guard case .sums(let sums, _, let state) = try await reply else { throw Trouble("no sums") }
        #expect(state.height == 4)
        #expect(state.roots.log.count == 1_600)
        #expect(sums.sums.map(\.loads) == [533])
    }

    @Test("as many wait as may, and the next is turned away at once")
    func busy() async throws {
        var traffic = try LedgerTraffic(seed: 2, gateways: 1)
        let blocks = try Self.chain(&traffic)
        let folder = try TemporaryDirectory()
        let gate = Gate()
        let application = try LedgerApplication(
            NodeOptions(state: folder.path), version: "test", limits: gate.limits)
        _ = try await AskedNode.commit(blocks, traffic.genesis, application)
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    do {
                        _ = try await application.answer(Self.sums)
                        return true
                    } catch QuestionTrouble.busy {
                        return false
                    }
                }
            }
            // Three come back before any is answered.
            var results: [Bool] = []
            for _ in 0..<3 { results.append(try await group.next() ?? true) }
            gate.open()
            for try await result in group { results.append(result) }
            return results
        }
        #expect(results == [false, false, false, true, true])
    }

    @Test("what takes too long is given up, and says what to try")
    func tooLong() async throws {
        var traffic = try LedgerTraffic(seed: 3, gateways: 1)
        let blocks = try Self.chain(&traffic)
        let time = Mutex(ContinuousClock.now)
        // Every look at the clock is a second later.
        let limits = QuestionLane.Limits(waiting: 2, reading: .seconds(1)) {
            time.withLock { time in
                time += .seconds(1)
                return time
            }
        }
        try await AskedNode.run(blocks, traffic.genesis, limits: limits) { ask, _ in
            let sums = try await ask("/v1/sums?by=area")
            #expect(sums.status == 503)
            #expect((sums.json["error"] as? String)?.contains("ask for less") == true)
            // A short question is none of its trouble.
            #expect(try await ask("/v1/status").status == 200)
        }
    }

    @Test("a chain that has not begun has no answers, and goes on")
    func notBegun() async throws {
        let folder = try TemporaryDirectory()
        let application = try LedgerApplication(NodeOptions(state: folder.path), version: "test")
        try await AskedNode.serve(application) { ask, _ in
            let answer = try await ask("/v1/status")
            #expect(answer.status == 404)
        }
        guard case .query(let answer) = await application.answer(Self.head("x")) else {
            throw Trouble("no answer")
        }
        #expect(answer.code != 0)
    }

    @Test("the height beside a page is that of the state which the page is of")
    func pageHeight() async throws {
        let traffic = try LedgerTraffic(seed: 5, gateways: 1)
        let folder = try TemporaryDirectory()
        var options = NodeOptions(state: folder.path)
        options.queries = ("127.0.0.1", 0)
        let application = try LedgerApplication(options, version: "test")
        _ = try await AskedNode.commit([[]], traffic.genesis, application)
        // The next block came into force between the page and its height: the store still shows the first.
        var next = try #require(application.desk.states.newest)
        _ = next.finalizeBlock(height: 2, transactions: [])
        application.desk.states.publish(next)
        func ask(_ path: String, at height: Int64 = 0) async -> ABCIQuery.Answer {
            var question = ABCIQuery.Question()
            (question.path, question.height) = (path, height)
            return await application.desk.query(question)
        }
        for path in ["/v1/status", "/v1/log", "/v1/head?gateway=nobody", "/v1/sums"] {
            let answer = await ask(path)
            #expect(answer.height == 1)
            let body = try JSONSerialization.jsonObject(with: Data(answer.value))
            #expect((body as? [String: Any])?["height"] as? Int64 == 1)
            // Who asks of a block gets no other.
            #expect(await ask(path, at: 2).code == 3)
        }
        #expect(await ask("/v1/entry?digest=\(Digest.of([1]))").height == 1)
    }
}
