import ChainKit
import LightClients
import Testing
import WeighpostVerify
import Wire

@testable import Evidence

/// Receipts of the ledger's log, and what a gateway that is registered too can do to them: it may record
/// any digest among its own entries.
@Suite("Receipts of the ledger's log")
struct LogReceiptProofTests {
    private static let stranger = "https://mill.example/gateways/1"

    /// A chain whose ledger recorded some entries, under the header of block 9.
    private struct Ledger {
        let recorded: [RecordedEntry]
        let chain: ChainBuilder
        private let roots: LedgerRoots

        init(_ recorded: [RecordedEntry]) {
            func part(_ name: String) -> LedgerRoots.Part {
                LedgerRoots.Part(root: Bridge.digest(name), count: 1)
            }
            self.recorded = recorded
            roots = LedgerRoots(
                registry: part("registry"), heads: part("heads"),
                log: LedgerRoots.Part(
                    root: MerkleTree.root(of: recorded.map(\.leaf)),
                    count: UInt64(recorded.count)),
                schema: part("schema"), policy: part("policy"))
            var chain = ChainBuilder(SeededValidator.equals(4))
            for height in 1...12 {
                var block = BlockPlan()
                if height >= 9 { block.appHash = roots.appHash.bytes }
                chain.append(block)
            }
            self.chain = chain
        }

        /// The receipt by the leaf at a place, of whatever entry.
        func receipt(
            at place: Int, of item: BatchItem, key: SigningKey = Bridge.key
        ) throws -> LogReceipt {
            let leaves = recorded.map { MerkleTree.leafHash($0.leaf) }
            let proof = LogProof(
                entry: recorded[place],
                way: LedgerPath(
                    path: MerklePath(
                        index: UInt64(place), total: UInt64(leaves.count),
                        aunts: MerkleTree.path(at: place, in: leaves)), roots: roots))
            return try #require(
                LogReceipt(
                    of: item, proof: proof, trail: [chain.trusted(2), chain.trusted(9)],
                    key: key.publicKey,
                    statement: Receipt.Statement(provenAt: chain.now.seconds)))
        }

        func verdict(
            _ receipt: LogReceipt, key: SigningKey? = nil, entry: [UInt8]? = nil
        ) throws -> VerificationReport {
            try verdict(receipt.bytes, key: key, entry: entry)
        }

        func verdict(
            _ receipt: [UInt8], key: SigningKey? = nil, entry: [UInt8]? = nil
        ) throws -> VerificationReport {
            let trust = try #require(
                ChainTrust(
                    chainID: "test-chain", height: 2, hash: chain.anchor(2).hash.bytes,
                    trustingPeriodSeconds: 86_400))
            let verifier = try #require(
                ReceiptVerifier(trust: trust, publicKey: key?.publicKey.raw))
            return verifier.verify(
                receipt, entry: entry, now: chain.now.seconds + 30)
        }
    }

    private static func recorded(
        _ digest: Digest, _ seq: UInt64, of gateway: String = Bridge.gateway,
        isWhole: Bool = false
    ) -> RecordedEntry {
        RecordedEntry(gateway: gateway, seq: seq, digest: digest, height: 5, hasBytes: isWhole)
    }

    @Test("whether the ledger judged an entry's content is told, also where the entry is shown")
    func judged() throws {
        let entries = try Bridge.journal(2)
        let ledger = Ledger([
            Self.recorded(entries[0].digest, 1, isWhole: true),
            Self.recorded(entries[1].digest, 2),
        ])
        for (place, words) in ["judged by its content", "its content was not judged"].enumerated() {
            let receipt = try ledger.receipt(at: place, of: .entry(entries[place].bytes))
            let report = try ledger.verdict(receipt, key: Bridge.key)
            #expect(report.isVerified)
            #expect(report.findings.contains { $0.message.contains(words) }, "\(report)")
        }
    }

    @Test("every entry is verified as what the ledger recorded it as, with the key and without")
    func verified() throws {
        let entries = try Bridge.journal(5)
        let ledger = Ledger(entries.map { Self.recorded($0.digest, $0.seq) })
        for (place, entry) in entries.enumerated() {
            let receipt = try ledger.receipt(at: place, of: .entry(entry.bytes))
            for key in [Bridge.key, nil] {
                let report = try ledger.verdict(receipt, key: key)
                #expect(report.isVerified, "\(report.findings)")
                #expect(report.basis == .logProof)
                #expect(
                    report.findings.contains {
                        $0.message.contains(
                            "recorded it as entry \(entry.seq) of \(Bridge.gateway)")
                    })
            }
        }
    }

    @Test("an entry that another gateway made up and recorded is none of this gateway")
    func madeUp() throws {
        // It names this gateway, and is signed with a key of the forger's.
        let forged = try Bridge.event(key: Bridge.otherKey)
        let ledger = Ledger([Self.recorded(forged.digest, 1, of: Self.stranger)])
        let receipt = try ledger.receipt(
            at: 0, of: .entry(forged.bytes), key: Bridge.otherKey)
        let report = try ledger.verdict(receipt)
        #expect(!report.isVerified)
        #expect(report.failures.map(\.code) == [.gateway])
        // Its leaf cannot be given out as one of this gateway's.
        let honest = Self.recorded(forged.digest, 1)
        let lying = LogReceipt(
            frame: receipt.frame,
            proof: LogProof(entry: honest, way: receipt.proof.way))
        #expect(try ledger.verdict(lying).failures.map(\.code) == [.log])
    }

    @Test("of two entries that a gateway signed under one number only the recorded one is verified")
    func twice() throws {
        let (first, second) = (
            try Bridge.event(), try Bridge.event(id: Bridge.id(1_000))
        )
        #expect(first.seq == second.seq && first.digest != second.digest)
        let ledger = Ledger([
            Self.recorded(first.digest, 1), Self.recorded(second.digest, 2),
        ])
        let good = try ledger.receipt(at: 0, of: .entry(first.bytes))
        let bad = try ledger.receipt(at: 1, of: .entry(second.bytes))
        #expect(try ledger.verdict(good, key: Bridge.key).isVerified)
        #expect(try ledger.verdict(bad, key: Bridge.key).failures.map(\.code) == [.sequence])
    }

    @Test("an entry that travelled as its digest is verified beside it, and another one is not")
    func digestOnly() throws {
        let entries = try Bridge.journal(2)
        let ledger = Ledger(entries.map { Self.recorded($0.digest, $0.seq) })
        let receipt = try ledger.receipt(at: 1, of: .digest(entries[1].digest))
        #expect(try ledger.verdict(receipt).isVerified)
        #expect(
            try ledger.verdict(receipt, key: Bridge.key, entry: entries[1].bytes).isVerified)
        #expect(
            try !ledger.verdict(receipt, key: Bridge.key, entry: entries[0].bytes).isVerified)
    }

    @Test("no byte of such a receipt can be changed, but for the box's own statements at its end")
    func flipped() throws {
        let entries = try Bridge.journal(3)
        let ledger = Ledger(entries.map { Self.recorded($0.digest, $0.seq) })
        let receipt = try ledger.receipt(at: 1, of: .entry(entries[1].bytes))
        let statements = CBOR.array([
            .array(receipt.frame.witnesses.map { .text($0) }), .bool(receipt.frame.isContinuity),
        ]).encodedCount
        let end =
            receipt.bytes.count - statements - CBOR.int(receipt.frame.provenAt).encodedCount - 1
        for place in stride(from: 0, to: end, by: 3) {
            var bytes = receipt.bytes
            bytes[place] ^= 0x21
            let report = try ledger.verdict(bytes, key: Bridge.key)
            #expect(!report.isVerified, "byte \(place) of \(bytes.count)")
        }
    }
}
