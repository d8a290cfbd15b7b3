import ChainKit
import LightClients
import Testing
import WeighpostVerify
import Wire

@testable import Evidence

/// A batch in a block of a chain with four validators, and the receipts that follow from it.
struct RecordedBatch {
    /// What differs from the ordinary.
    struct Plan {
        var entries = 3
        /// The block that holds the batch.
        var height = 9
        var validators = 4
        /// What the ledger answers.
        var code: UInt32 = 0
        /// Transactions of others in the same block, in front.
        var others = 0
        /// Whether the batch carries digests alone.
        var isWithheld = false
        /// The first entry that is new to the ledger; by default all are, or none where it says so.
        var firstNew: UInt64?
        /// How many of the validators are replaced before the block.
        var newcomers = 0
    }

    let plan: Plan
    let entries: [JournalEntry]
    let batch: Batch
    let chain: ChainBuilder
    private let answer: ResultProof

    init(_ plan: Plan = Plan()) throws {
        self.plan = plan
        entries =
            try Bridge.journal(plan.entries - 1) + [
                Bridge.load(after: try RecordedBatch.head(plan.entries - 1)).entry
            ]
        batch = try Batch.make(
            entries.map { plan.isWithheld ? .digest($0.digest) : .entry($0.bytes) },
            chainID: "test-chain", gateway: Bridge.gateway, after: .start, validUntil: 500,
            key: Bridge.key, id: Bridge.id(77))
        let data = AcceptanceData(
            gateway: Bridge.gateway, first: batch.header.first,
            firstNew: plan.firstNew ?? (plan.code == 0 ? 1 : batch.header.last + 1),
            last: batch.header.last, after: batch.header.after,
            root: batch.header.root)
        let others = (0..<plan.others).map { _ in ExecTxResult(code: 0, data: [1, 2, 3]) }
        let results = others + [ExecTxResult(code: plan.code, data: data.bytes)]
        var chain = ChainBuilder(SeededValidator.equals(plan.validators))
        for height in 1...(plan.height + 4) {
            var block = BlockPlan()
            if height == plan.height {
                block.transactions =
                    (0..<plan.others).map { [UInt8($0)] } + [batch.bytes]
                block.results = results
            }
            if plan.newcomers > 0, height == plan.height - 3 {
                block.next =
                    SeededValidator.equals(plan.validators).dropLast(plan.newcomers)
                    + SeededValidator.equals(plan.newcomers, prefix: "newcomer")
            }
            chain.append(block)
        }
        self.chain = chain
        answer = ResultProof(of: plan.others, in: results)
    }

    private static func head(_ count: Int) throws -> ChainLink {
        guard let last = try Bridge.journal(count).last else { return .start }
        return ChainLink(seq: last.seq, digest: last.digest)
    }

    /// Half a minute after the last block.
    var now: Int64 { chain.now.seconds + 30 }

    /// The trusted block, by default the second.
    func trust(_ height: Int64 = 2, period: Int64 = 86_400) throws -> ChainTrust {
        try #require(
            ChainTrust(
                chainID: "test-chain", height: height, hash: chain.anchor(height).hash.bytes,
                trustingPeriodSeconds: period))
    }

    /// The receipt of one entry, by default of the last.
    func receipt(
        of seq: UInt64? = nil, through heights: [Int64]? = nil, key: SigningKey = Bridge.key,
        witnesses: [String] = ["https://node-2.example"]
    ) throws -> Receipt {
        let after = Int64(plan.height) + 1
        return try receipt(
            of: seq, along: (heights ?? [2, after]).map { chain.trusted($0) }, key: key,
            witnesses: witnesses)
    }

    /// The receipt of one entry along headers of whatever chain.
    func receipt(
        of seq: UInt64? = nil, along trail: [VerifiedHeader], key: SigningKey = Bridge.key,
        witnesses: [String] = []
    ) throws -> Receipt {
        try #require(
            Receipt(
                of: seq ?? batch.header.last, in: batch, answer: answer, trail: trail,
                key: key.publicKey,
                statement: Receipt.Statement(
                    witnesses: witnesses, provenAt: chain.now.seconds)))
    }

    /// The receipts of all entries.
    func receipts() -> [Receipt] {
        Receipt.all(
            in: batch, answer: answer,
            trail: [chain.trusted(2), chain.trusted(Int64(plan.height) + 1)],
            key: Bridge.key.publicKey,
            statement: Receipt.Statement(
                witnesses: ["https://node-2.example"], provenAt: chain.now.seconds))
    }

    /// What a verifier says that trusts the second block.
    func verdict(
        _ receipt: Receipt, key: SigningKey? = Bridge.key, entry: [UInt8]? = nil
    ) throws -> VerificationReport {
        let verifier = try #require(
            ReceiptVerifier(trust: try trust(), publicKey: key?.publicKey.raw))
        return verifier.verify(receipt.bytes, entry: entry, now: now)
    }
}
