import IntakeLedger
import LightClients
import Wire

/// The state of a dev chain: its blocks, its ledger, and what waits for a block.
actor DevNode {
    private let settings: DevChainSettings
    private let report: @Sendable (DevChainEvent) -> Void
    private var maker: BlockMaker
    private var ledger: IntakeLedger
    private var mempool: Mempool
    private var blocks: [DevBlock] = []
    /// Blocks of the chain that this node has not come to yet.
    private var missed: [DevBlock] = []
    /// The evidence that came, by the name it has.
    private var evidenceByHash: [[UInt8]: DevEvidence] = [:]
    /// Where the index has each transaction.
    private var places: [Digest: (height: Int64, index: Int)] = [:]

    /// A chain with its first block: `first`, or one of its own.
    init(
        _ settings: DevChainSettings, first: DevBlock? = nil,
        report: @escaping @Sendable (DevChainEvent) -> Void = { _ in }
    ) throws {
        (self.settings, self.report) = (settings, report)
        var maker = try BlockMaker(settings)
        var ledger = IntakeLedger(chainID: settings.chainID, genesis: settings.genesis)
        mempool = Mempool(settings.limits)
        let before = ledger.appHash.bytes
        _ = ledger.finalizeBlock(height: 1, transactions: [])
        blocks = [
            try first
                ?? maker.block(
                    after: nil, transactions: [], results: [],
                    appHash: (before, ledger.appHash.bytes), now: settings.clock())
        ]
        (self.maker, self.ledger) = (maker, ledger)
    }

    /// The validators of a height.
    func validators(at height: Int64) -> [Validator] {
        maker.validators.set(at: height).validators
    }

    nonisolated var chainID: String { settings.chainID }

    /// The newest block's height.
    var height: Int64 { Int64(blocks.count) }

    func block(_ height: Int64) -> DevBlock? {
        height > 0 && height <= self.height ? blocks[Int(height) - 1] : nil
    }

    /// A transaction's place, from the moment its block is there.
    func place(of hash: Digest) -> (block: DevBlock, index: Int)? {
        guard let place = places[hash], let block = block(place.height) else { return nil }
        return (block, place.index)
    }

    /// The first look at a transaction, as `broadcast_tx_sync` gives it.
    ///
    /// What the ledger would settle is taken, also when it is recorded already: CometBFT lets only
    /// code 0 into a block, and only a block can prove it.
    func submit(_ transaction: [UInt8]) throws(RPCError) -> RPCBroadcast {
        try mempool.admit(transaction)
        let (result, entersBlocks) = ledger.admitTx(transaction, height: height + 1)
        if entersBlocks {
            mempool.append(transaction)
        } else {
            mempool.forget(transaction)
        }
        return RPCBroadcast(
            code: entersBlocks ? 0 : result.code.rawValue, data: result.data,
            log: result.log, hash: Digest.of(transaction).bytes)
    }

    /// Makes the next block, unless it would be empty and none of those is wanted.
    func advance() throws -> DevBlock? {
        guard let last = blocks.last else { preconditionFailure("a chain has its first block") }
        // The hash of a state stands in the header after it: that header must come.
        let isProofDue = last.appHash != last.header.appHash
        guard settings.createsEmptyBlocks || isProofDue || !mempool.transactions.isEmpty else {
            return nil
        }
        return try make(after: last, now: settings.clock(), fork: nil)
    }

    /// Goes the way of an honest node as far as the lie lets it, and from there on its own.
    func follow(_ honest: DevBlock) throws {
        guard let last = blocks.last else { preconditionFailure("a chain has its first block") }
        let height = honest.header.height
        // Both begin with the same first block.
        guard height > last.header.height else { return }
        let isBeyond = height >= settings.forkHeight
        switch settings.lie?.way {
        case .fork(let fork)? where isBeyond:
            _ = try make(after: last, now: honest.header.time, fork: fork)
        case .halted? where isBeyond: break
        case .behind(let blocks)?:
            missed.append(honest)
            if missed.count > blocks { accept(missed.removeFirst()) }
        default: accept(honest)
        }
    }

    /// Takes a block that the chain decided.
    private func accept(_ block: DevBlock) {
        let height = block.header.height
        _ = ledger.finalizeBlock(height: height, transactions: block.transactions)
        blocks.append(block)
        index(block)
        mempool.update(
            block.results.enumerated().map {
                (block.transactions[$0.offset], $0.element.result.code)
            }
        ) {
            ledger.admitTx($0, height: height + 1).entersBlocks
        }
    }

    /// The evidence that came and holds, in no order.
    var evidence: [DevEvidence] { Array(evidenceByHash.values) }

    func keep(_ evidence: DevEvidence, as hash: [UInt8]) {
        guard evidenceByHash[hash] == nil else { return }
        evidenceByHash[hash] = evidence
        report(
            .evidence(
                height: evidence.conflicting.header.height, attackers: evidence.byzantine.count))
    }

    private func make(
        after last: DevBlock, now: Timestamp, fork: DevFork?
    ) throws -> DevBlock {
        let height = self.height + 1
        let transactions = ledger.prepareProposal(
            mempool.transactions, height: height, maximumBytes: maker.mostDataBytes)
        let results = ledger.finalizeBlock(height: height, transactions: transactions).results
        let block = try maker.block(
            after: last, transactions: transactions, results: results.map { RPCTxResult($0) },
            appHash: (last.appHash, ledger.appHash.bytes), now: now, fork: fork)
        blocks.append(block)
        index(block)
        mempool.update(zip(transactions, results.map(\.code.rawValue)).map { ($0, $1) }) {
            ledger.admitTx($0, height: height + 1).entersBlocks
        }
        return block
    }

    /// Makes a block's transactions known by their hashes; an older success is never hidden.
    private func index(_ block: DevBlock) {
        for (index, transaction) in block.transactions.enumerated() {
            let hash = Digest.of(transaction)
            if let known = place(of: hash), known.block.results[known.index].result.code == 0,
                block.results[index].result.code != 0
            {
                continue
            }
            places[hash] = (block.header.height, index)
        }
    }

    /// The ledger's answer to a question about its state.
    func query(
        _ path: String, _ data: [UInt8], height: Int64, prove: Bool
    ) -> RPCABCIQuery {
        let answer = ledger.query(path: path, data: data, height: height)
        let proof = answer.proof.map { ProofOp(type: $0.type, key: $0.key, data: $0.data) }
        return RPCABCIQuery(
            code: answer.code.rawValue, log: answer.log, key: answer.key, value: answer.value,
            proof: prove && !proof.isEmpty ? proof : nil, height: answer.height)
    }
}

extension RPCTxResult {
    /// What a node tells of the ledger's result.
    fileprivate init(_ result: LedgerResult) {
        self.init(
            ExecTxResult(code: result.code.rawValue, data: result.data), log: result.log)
    }
}
