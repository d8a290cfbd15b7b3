import Foundation
import IntakeLedger
import LightClients
import Wire

/// The state of a dev chain: its blocks, its ledger, and what waits for a block.
actor DevNode {
    private let settings: DevChainSettings
    private let maker: BlockMaker
    private var ledger: IntakeLedger
    private var blocks: [DevBlock] = []
    private var waiting: [[UInt8]] = []
    /// Hashes that the node has seen, as CometBFT's cache keeps them: also after their block.
    private var seen: Set<Digest> = []
    private var places: [Digest: (height: Int64, index: Int)] = [:]

    init(_ settings: DevChainSettings) throws {
        self.settings = settings
        maker = try BlockMaker(settings)
        ledger = IntakeLedger(chainID: settings.chainID, genesis: settings.genesis)
    }

    /// The validators, the same at every height.
    nonisolated var validators: [Validator] { maker.set.validators }

    nonisolated var chainID: String { settings.chainID }

    var height: Int64 { Int64(blocks.count) }

    func block(_ height: Int64) -> DevBlock? {
        blocks.indices.contains(Int(height) - 1) ? blocks[Int(height) - 1] : nil
    }

    func place(of hash: Digest) -> (height: Int64, index: Int)? { places[hash] }

    /// The first look at a transaction, as `broadcast_tx_sync` gives it.
    func submit(_ transaction: [UInt8]) throws(RPCError) -> RPCBroadcast {
        let hash = Digest.of(transaction)
        guard transaction.count <= 1_048_576 else {
            throw .said(
                "Tx too large. Max size is 1048576, but got \(transaction.count)")
        }
        guard seen.insert(hash).inserted else { throw .said("tx already exists in cache") }
        let result = ledger.checkTx(transaction, height: height + 1)
        if result.code.isSettled {
            waiting.append(transaction)
        } else {
            seen.remove(hash)
        }
        return RPCBroadcast(
            code: result.code.rawValue, data: result.data, log: result.log, hash: hash.bytes)
    }

    /// Makes the next block when there is something to put into it, or to prove.
    func advance() throws -> DevBlock? {
        let last = blocks.last
        // A header with the new hash must follow what changed it.
        let isProofDue = last.map { $0.appHash != $0.header.appHash || !$0.transactions.isEmpty }
        guard settings.createsEmptyBlocks || !waiting.isEmpty || isProofDue ?? true else {
            return nil
        }
        let height = self.height + 1
        let before = ledger.appHash.bytes
        let transactions = ledger.prepareProposal(waiting, height: height)
        let answers = ledger.finalizeBlock(height: height, transactions: transactions)
        let results = answers.map { answer in
            RPCTxResult(
                ExecTxResult(
                    code: answer.code.rawValue, data: answer.data, gasWanted: 0, gasUsed: 0),
                log: answer.log)
        }
        let block = try maker.block(
            after: last, appHash: before, time: time(after: last), transactions: transactions,
            results: results, appHashAfter: ledger.appHash.bytes)
        blocks.append(block)
        for (index, transaction) in transactions.enumerated() {
            places[Digest.of(transaction)] = (height, index)
        }
        recheck(without: Set(transactions.map { Digest.of($0) }))
        return block
    }

    /// What is left in the pool is checked anew; what is refused now may be sent again.
    private func recheck(without done: Set<Digest>) {
        let left = waiting.filter { !done.contains(Digest.of($0)) }
        waiting = []
        for transaction in left {
            if ledger.checkTx(transaction, height: height + 1).code.isSettled {
                waiting.append(transaction)
            } else {
                seen.remove(Digest.of(transaction))
            }
        }
    }

    /// The application's answer to a question.
    func query(_ path: String, _ data: [UInt8], _ height: Int64) -> RPCABCIQuery {
        let answer = ledger.query(path: path, data: data, height: height)
        return RPCABCIQuery(
            code: answer.code.rawValue, log: answer.log, key: answer.key, value: answer.value,
            proof: answer.proof.isEmpty
                ? nil
                : answer.proof.map { ProofOp(type: $0.type, key: $0.key, data: $0.data) },
            height: answer.height)
    }

    /// Now, and always later than the block before.
    private func time(after last: DevBlock?) -> Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let time =
            Timestamp(seconds: Int64(now.tv_sec), nanoseconds: Int32(now.tv_nsec)) ?? .epoch
        guard let last = last?.header.time, time <= last else { return time }
        return last.adding(nanoseconds: 1_000_000) ?? last
    }
}

extension RPCError: Error {
    /// What a method of a CometBFT node says in an error: the text stands in `data`.
    static func said(_ text: String) -> RPCError {
        RPCError(code: -32603, message: "Internal error", data: text)
    }
}
