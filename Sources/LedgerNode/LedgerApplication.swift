import Evidence
import IntakeLedger
package import LedgerQueries
package import LedgerServer
import LedgerStore
import LightClients
import Threads
import Wire

/// The application that a CometBFT node runs its blocks through.
///
/// Blocks go one at a time, on a thread of their own: a block becomes the committed state only in
/// `Commit`, when it is durable. A crash before that leaves the block to be replayed, and it ends in
/// the same hash. Questions are answered beside them, from a copy of that state (`QuestionDesk`), and
/// snapshots are handed out beside them too (`SnapshotDesk`).
package actor LedgerApplication {
    private let options: NodeOptions
    let store: LedgerStore
    private let version: String
    nonisolated let desk: QuestionDesk
    private nonisolated let snapshots: SnapshotDesk
    private let thread: BlockingThread
    /// After the last committed block, with what waits in the mempool; nil before InitChain.
    var ledger: IntakeLedger?
    /// A block that was finalized and not committed yet.
    private var finalized: Finalized?
    var restoring: SnapshotRestoring?
    /// What of the chain is durable here.
    var standing: Standing

    /// How far an application has come.
    enum Standing {
        /// Nothing was committed; the genesis is asked for anew.
        case nothing
        /// The state came as a snapshot, and no block was committed since.
        ///
        /// When CometBFT ends before it has taken its own state, it begins once more and offers
        /// snapshots again, which replace this one.
        case fetched
        /// A block was committed.
        case executed
    }

    private struct Finalized {
        let ledger: IntakeLedger
        let outcome: BlockOutcome
        let transactions: [[UInt8]]
    }

    /// The version of the application that stands in headers.
    ///
    /// Nodes of different versions do not agree on what is under the app hash, or on what a transaction
    /// comes to. 2: the log's leaves, the roots and the results as they are now.
    package static let appVersion: UInt64 = 2

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Opens the store and reads the state after the last committed block.
    ///
    /// `goesOn` is called while something takes long on the ledger's thread, and `report` hears of what
    /// goes wrong beside the blocks. Throws `LedgerStoreError`.
    init(
        _ options: NodeOptions, version: String,
        limits: QuestionLane.Limits = QuestionLane.Limits(),
        goesOn: @escaping @Sendable () -> Void = {},
        report: @escaping @Sendable (NodeEvent) -> Void = { _ in }
    ) throws {
        (self.options, self.version) = (options, version)
        let path = options.store
        store = try LedgerStore(path: path, goesOn: goesOn)
        desk = QuestionDesk(store: path, isOpen: options.queries != nil, limits: limits)
        snapshots = SnapshotDesk(store: path, limits: limits, report: report)
        ledger = try store.ledger().map(Self.ready)
        standing = ledger == nil ? .nothing : try store.isFetched() ? .fetched : .executed
        thread = BlockingThread(name: "ledger")
        desk.states.publish(ledger)
        if standing == .fetched, let ledger { report(.fetched(height: ledger.height)) }
    }

    deinit { thread.shutdown() }

    /// A state that a store has, for blocks: it checks signatures on all cores.
    static func ready(_ state: IntakeLedger) -> IntakeLedger {
        var ledger = state
        ledger.checker = .onAllCores
        return ledger
    }

    /// The height of the last committed block; 0 before the first.
    package var height: Int64 { standing == .nothing ? 0 : ledger?.height ?? 0 }

    /// Answers a question of anybody from the state after the last committed block.
    package nonisolated func answer(_ question: LedgerQuestion) async throws -> LedgerReply {
        try await desk.answer(question)
    }

    /// Answers one request; a question never waits for a block, nor a block for a question.
    package nonisolated func answer(_ request: ABCIRequest) async -> ABCIResponse {
        switch request {
        case .query(let question): .query(await desk.query(question))
        case .listSnapshots: .listSnapshots(await snapshots.list())
        case .loadSnapshotChunk(let question):
            .loadSnapshotChunk(await snapshots.chunk(question))
        default: await inTurn(request)
        }
    }

    private func inTurn(_ request: ABCIRequest) -> ABCIResponse {
        do {
            return try answered(request)
        } catch {
            // The node stops on an exception, which is right: it must not go on without its ledger.
            return .exception("\(error)")
        }
    }

    private func answered(_ request: ABCIRequest) throws -> ABCIResponse {
        switch request {
        case .echo(let text): .echo(text)
        case .flush: .flush
        case .info: .info(info)
        case .initChain(let question): .initChain(try initChain(question))
        case .query, .listSnapshots, .loadSnapshotChunk: .exception("a question among blocks")
        case .checkTx(let question): .checkTx(check(question))
        case .prepareProposal(let question): .prepareProposal(prepare(question))
        case .processProposal(let question): .processProposal(process(question))
        case .finalizeBlock(let question): .finalizeBlock(try finalize(question))
        case .commit: .commit(try commit())
        case .extendVote: .extendVote(ABCIExtendVote.Answer())
        case .verifyVoteExtension(let question):
            .verifyVoteExtension(
                ABCIVerifyVoteExtension.Answer(
                    question.voteExtension.isEmpty ? .accept : .reject))
        case .offerSnapshot(let question): .offerSnapshot(try offer(question))
        case .applySnapshotChunk(let question): .applySnapshotChunk(try apply(question))
        }
    }

    // MARK: The beginning

    private var info: ABCIInfo.Answer {
        var answer = ABCIInfo.Answer()
        answer.data = "weighpost-node"
        (answer.version, answer.appVersion) = (version, Self.appVersion)
        if standing != .nothing, let ledger {
            answer.lastBlockHeight = ledger.height
            answer.lastBlockAppHash = ledger.appHash.bytes
        }
        return answer
    }

    /// The genesis state; asked again after a crash before the first commit.
    private func initChain(
        _ question: ABCIInitChain.Question
    ) throws -> ABCIInitChain.Answer {
        try checkIsEmpty()
        if let most = question.consensusParams?.block?.maxBytes, most < 0 {
            throw NodeTrouble(
                "block.max_bytes is \(most) in genesis.json, so a proposal would bring the whole "
                    + "mempool in one message; give blocks a size: 22020096 is CometBFT's own")
        }
        // What a fetch of the state that was given up has left.
        try store.clear()
        let genesis = try LedgerGenesis(json: question.appStateBytes)
        var made = IntakeLedger(
            chainID: question.chainID, genesis: genesis,
            initialHeight: max(1, question.initialHeight))
        made.checker = .onAllCores
        (ledger, finalized) = (made, nil)
        desk.states.publish(made)
        var answer = ABCIInitChain.Answer()
        answer.appHash = made.appHash.bytes
        return answer
    }

    /// A chain begins at its genesis where there is nothing.
    private func checkIsEmpty() throws {
        switch standing {
        case .nothing: return
        case .fetched:
            throw NodeTrouble(
                "InitChain, and the state after block \(height) was fetched here: to fetch one anew, "
                    + "set statesync.enable in config.toml and start again; to run through all blocks "
                    + "instead, remove ledger.sqlite and what begins with that name from "
                    + options.state)
        case .executed:
            throw NodeTrouble(
                "InitChain, and block \(height) is committed: is this the right folder?")
        }
    }

    private func begun() throws -> IntakeLedger {
        guard let ledger else {
            throw NodeTrouble("a block before InitChain: the state of this application is gone")
        }
        return ledger
    }

    // MARK: The mempool

    private func check(_ question: ABCICheckTx.Question) -> ABCITxResult {
        let next = ledger?.next ?? 1
        let (result, entersBlocks) =
            ledger?.admitTx(question.transaction, height: next)
            ?? (LedgerResult.notBegun, false)
        return ABCITxResult(
            code: entersBlocks ? 0 : result.code.rawValue, data: result.data, log: result.log,
            codespace: entersBlocks ? "" : LedgerCode.codespace)
    }

    private func prepare(
        _ question: ABCIPrepareProposal.Question
    ) -> ABCIPrepareProposal.Answer {
        guard let ledger else { return ABCIPrepareProposal.Answer() }
        return ABCIPrepareProposal.Answer(
            ledger.prepareProposal(
                question.transactions, height: question.height,
                maximumBytes: Int(clamping: question.maxTransactionBytes)))
    }

    private func process(
        _ question: ABCIProcessProposal.Question
    ) -> ABCIProcessProposal.Answer {
        guard ledger != nil else { return ABCIProcessProposal.Answer(.reject) }
        // Kept, so that FinalizeBlock finds them checked.
        ledger?.look(at: question.transactions)
        return ABCIProcessProposal.Answer(
            ledger?.acceptsProposal(question.transactions, height: question.height) == true
                ? .accept : .reject)
    }

    // MARK: Blocks

    private func finalize(
        _ question: ABCIFinalizeBlock.Question
    ) throws -> ABCIFinalizeBlock.Answer {
        var next = try begun()
        guard question.height == next.next else {
            throw NodeTrouble("block \(question.height), and \(next.next) is the next")
        }
        let outcome = next.finalizeBlock(
            height: question.height, transactions: question.transactions)
        finalized = Finalized(
            ledger: next, outcome: outcome, transactions: question.transactions)
        var answer = ABCIFinalizeBlock.Answer()
        answer.transactionResults = outcome.results.map { result in
            ABCITxResult(
                code: result.code.rawValue, data: result.data, log: result.log,
                codespace: result.code.isSettled ? "" : LedgerCode.codespace)
        }
        answer.appHash = next.appHash.bytes
        return answer
    }

    /// Makes the finalized block durable, and then the state that everything is answered from.
    private func commit() throws -> ABCICommit.Answer {
        guard let finalized else { throw NodeTrouble("Commit without a block") }
        let height = finalized.ledger.height
        let interval = options.snapshotInterval
        desk.states.expect(finalized.ledger)
        do {
            try store.commit(
                finalized.ledger, finalized.outcome, transactions: finalized.transactions,
                isSnapshot: interval > 0 && height.isMultiple(of: interval))
        } catch {
            desk.states.giveUp()
            throw error
        }
        (ledger, self.finalized, standing) = (finalized.ledger, nil, .executed)
        desk.states.publish(finalized.ledger)
        let retained = options.retainedBlocks
        return ABCICommit.Answer(
            retainHeight: retained > 0 ? max(0, height - retained + 1) : 0)
    }
}
