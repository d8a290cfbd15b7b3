import IntakeLedger
import LedgerQueries
import LedgerServer
import LedgerStore

/// Answers everybody's questions beside the blocks: from a copy of the state, and connections of its
/// own to the store, on threads of its own.
///
/// Three lanes, so that none waits for another: the proofs that every gateway's delivery needs, what
/// is looked up, and what is added up.
final class QuestionDesk: Sendable {
    let states = QuestionStates()
    private let proofs: QuestionLane
    private let lookups: QuestionLane
    private let sums: QuestionLane
    /// Whether the API's addresses are answered over the node's own questions as well.
    private let isOpen: Bool

    /// Pages that wait when they come over the node's own questions, whose answers go out in order: a
    /// proof behind them does not wait for long.
    private static let mostPages = 2

    init(store path: String, isOpen: Bool, limits: QuestionLane.Limits) {
        self.isOpen = isOpen
        var patient = limits
        patient.waiting = 256
        proofs = QuestionLane("proofs", path: path, limits: patient)
        lookups = QuestionLane("lookups", path: path, limits: limits)
        sums = QuestionLane("sums", path: path, limits: limits)
    }

    /// Answers a question from the state after the last committed block.
    ///
    /// Throws `QuestionTrouble`.
    func answer(_ question: LedgerQuestion) async throws -> LedgerReply {
        try await answer(question, most: .max).reply
    }

    /// The answer, and the block whose state it is of.
    private func answer(
        _ question: LedgerQuestion, most: Int
    ) async throws -> (reply: LedgerReply, height: Int64) {
        let lane = if case .sums = question { sums } else { lookups }
        return try await lane.ask(most: most) { [states] reader, height in
            guard let height, let ledger = states.at(height) else {
                return (.nothing("the chain has no block yet", .unproven), 0)
            }
            return (try LedgerAnswers(ledger, reader).answer(question), height)
        }
    }

    /// Answers a question that came through the node's RPC.
    ///
    /// What goes wrong with a question is the asker's trouble: an exception would stop the node.
    func query(_ question: ABCIQuery.Question) async -> ABCIQuery.Answer {
        // Asked with filter_peers only: everybody may connect.
        if question.path.hasPrefix("/p2p/filter/") { return ABCIQuery.Answer() }
        if question.path.hasPrefix(QueryPage.prefix) { return await page(question) }
        do {
            return try await proofs.ask { [states] _, _ in
                guard let ledger = states.newest else { return Self.refusal("no chain yet") }
                return Self.proof(question, ledger)
            }
        } catch {
            return Self.refusal("\(error)")
        }
    }

    /// The addresses of the API, where the node answers open questions at all.
    private func page(_ question: ABCIQuery.Question) async -> ABCIQuery.Answer {
        guard isOpen else {
            return Self.refusal("this node answers no open questions; ask one with --queries")
        }
        // Of what is asked of no state: the description, or a question that is none.
        var height = states.newest?.height ?? 0
        let page = await QueryPage.answer(question.path) {
            let (reply, answered) = try await self.answer($0, most: Self.mostPages)
            height = answered
            return reply
        }
        guard question.height == 0 || question.height == height else {
            return Self.refusal(
                "these addresses are answered of block \(height), the newest; ask without "
                    + "a height", code: .heightNotKept)
        }
        var answer = ABCIQuery.Answer()
        (answer.value, answer.height) = (page.body, height)
        if page.status != 200 {
            answer.code = LedgerQueryAnswer.Code.notFound.rawValue
            answer.log = "status \(page.status)"
        }
        return answer
    }

    private static func refusal(
        _ log: String, code: LedgerQueryAnswer.Code = .unknownPath
    ) -> ABCIQuery.Answer {
        var answer = ABCIQuery.Answer()
        (answer.code, answer.log) = (code.rawValue, log)
        return answer
    }

    private static func proof(
        _ question: ABCIQuery.Question, _ ledger: IntakeLedger
    ) -> ABCIQuery.Answer {
        var answer = ABCIQuery.Answer()
        let found = ledger.query(
            path: question.path, data: question.data, height: question.height)
        (answer.code, answer.log) = (found.code.rawValue, found.log)
        (answer.key, answer.value, answer.height) = (found.key, found.value, found.height)
        if question.prove, !found.proof.isEmpty {
            answer.proofOps = ABCIProofOps(
                found.proof.map {
                    ABCIProofOps.Step(type: $0.type, key: $0.key, data: $0.data)
                })
        }
        return answer
    }
}
