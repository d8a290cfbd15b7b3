import Evidence
import Wire

extension IntakeLedger {
    /// Looks at a transaction before it gets into a block; `height` is that of the next block.
    ///
    /// Several batches of one gateway may wait at once when they come in their order: each is held
    /// against the head that those before it will make. What waits is forgotten with every block,
    /// so what is left has to be checked anew, in its order. A settled code lets a transaction
    /// into a block; also `alreadyRecorded` does, so that a gateway that lost its proof gets one.
    package mutating func checkTx(_ bytes: [UInt8], height: Int64) -> LedgerResult {
        admitTx(bytes, height: height).result
    }

    /// The same, with whether the transaction may enter a block.
    package mutating func admitTx(
        _ bytes: [UInt8], height: Int64
    ) -> (result: LedgerResult, entersBlocks: Bool) {
        let name = Digest.of(bytes)
        if let refused = seen.refused[name] { return (refused, false) }
        let judgement = check(bytes, height: height)
        seen.refuse(name, judgement.result)
        return (judgement.result, judgement.entersBlocks)
    }

    private mutating func check(_ bytes: [UInt8], height: Int64) -> Judgement {
        let judgement = judge(bytes, height: height, withPending: true)
        switch judgement.effect {
        case .records(let recorded):
            chains[recorded.gateway]?.expect(
                recorded.digests[...], nextKey: recorded.nextKey)
        case .resolves(let registry):
            registry.policy.resolutions.last.map { _ = pendingResolutions.insert($0.digest) }
        case .none, .catches: break
        }
        return judgement
    }

    /// The transactions of the mempool that go into the block of this height, in their order.
    ///
    /// Gateway after gateway, each from its lowest number up; what cannot be settled is left out,
    /// and so is what follows beyond `maximumBytes`, counted as CometBFT counts a block's data.
    package func prepareProposal(
        _ transactions: [[UInt8]], height: Int64, maximumBytes: Int = .max
    ) -> [[UInt8]] {
        var trial = self
        trial.beginBlock()
        trial.look(at: transactions)
        var rest = maximumBytes
        var (proposal, repeats) = ([[UInt8]](), [[UInt8]]())
        for transaction in trial.ordered(transactions) {
            let size = IntakeLedger.sizeInBlock(transaction)
            guard size <= rest else { continue }
            switch trial.tries(transaction, height: height) {
            case .none: continue
            case .repeated:
                repeats.append(transaction)
                continue
            case .new: break
            }
            proposal.append(transaction)
            rest -= size
        }
        // Repeats record nothing: they get what room is left, and never much of it.
        for transaction in repeats.prefix(IntakeLedger.mostRepeats) {
            let size = IntakeLedger.sizeInBlock(transaction)
            guard size <= rest else { continue }
            proposal.append(transaction)
            rest -= size
        }
        return proposal
    }

    /// The most batches of a block that are recorded already.
    static let mostRepeats = 20

    /// Whether every transaction of somebody's proposal may stand in the block of this height.
    ///
    /// Follows from the committed state and the proposal alone, and accepts whatever an honest
    /// `prepareProposal` builds.
    package func acceptsProposal(_ transactions: [[UInt8]], height: Int64) -> Bool {
        var trial = self
        trial.beginBlock()
        trial.look(at: transactions)
        var repeats = 0
        for transaction in transactions {
            switch trial.tries(transaction, height: height) {
            case .none: return false
            case .repeated: repeats += 1
            case .new: break
            }
        }
        return repeats <= IntakeLedger.mostRepeats
    }

    /// What a transaction is in a block after those that were tried before.
    private enum Trial {
        case none, repeated, new
    }

    private mutating func tries(_ transaction: [UInt8], height: Int64) -> Trial {
        let judgement = check(transaction, height: height)
        guard judgement.entersBlocks else { return .none }
        switch judgement.effect {
        case .catches(let gateway, let fork): registry.policy.forks[gateway] = fork
        case .resolves(let registry): take(registry)
        case .none, .records: break
        }
        // Of two batches with the same entries the second one records nothing either.
        if case .none = judgement.effect { return .repeated }
        return .new
    }

    /// Forgets what waits, and what the last block did.
    mutating func beginBlock() {
        pendingResolutions = []
        for gateway in Array(chains.keys) { chains[gateway]?.beginBlock() }
    }

    /// Resolutions first, by number; then what can be read, by gateway, first number, and the order
    /// in which it came.
    private mutating func ordered(_ transactions: [[UInt8]]) -> [[UInt8]] {
        typealias Place = (gateway: String, first: UInt64, index: Int)
        var places: [Place] = []
        var resolutions: [(number: UInt64, index: Int)] = []
        for (index, transaction) in transactions.enumerated() {
            if SignedResolution.isOne(transaction) {
                if let number = Self.number(of: transaction) {
                    resolutions.append((number, index))
                }
                continue
            }
            guard let header = header(of: transaction) else { continue }
            places.append((header.gateway, header.first, index))
        }
        places.sort { left, right in
            if left.gateway != right.gateway {
                return left.gateway.utf8.lexicographicallyPrecedes(right.gateway.utf8)
            }
            return (left.first, left.index) < (right.first, right.index)
        }
        return resolutions.sorted { $0 < $1 }.map { transactions[$0.index] }
            + places.map { transactions[$0.index] }
    }

    private static func number(of transaction: [UInt8]) -> UInt64? {
        do {
            return try SignedResolution(decoding: transaction).resolution.number
        } catch {
            return nil
        }
    }

    private func header(of transaction: [UInt8]) -> BatchHeader? {
        if let seen = seen.batches[.of(transaction)] { return seen.header }
        do {
            return try Batch(decoding: transaction).header
        } catch {
            // Unreadable: it could only be refused.
            return nil
        }
    }

    /// A transaction's bytes with its tag and length in the block's data.
    private static func sizeInBlock(_ transaction: [UInt8]) -> Int {
        1 + ProtobufWriter.delimited(transaction).count
    }
}
