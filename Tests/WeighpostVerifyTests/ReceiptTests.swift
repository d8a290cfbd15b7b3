import ChainKit
import LightClients
import Testing
import WeighpostVerify
import Wire

@testable import Evidence

@Suite("Receipts")
struct ReceiptTests {
    @Test("every entry of a batch is verified from a block that is trusted")
    func verified() throws {
        let recorded = try RecordedBatch()
        for entry in recorded.entries {
            let report = try recorded.verdict(try recorded.receipt(of: entry.seq))
            #expect(report.isVerified, "\(report.findings)")
            #expect(report.basis == .freshAnchor)
            #expect(report.verdict == "verified")
            #expect(report.subject.contains("entry \(entry.seq) of \(Bridge.gateway)"))
        }
    }

    @Test("a receipt takes at most 4 kB beside its entry, with four validators")
    func size() throws {
        var plan = RecordedBatch.Plan()
        (plan.entries, plan.others) = (200, 20)
        let recorded = try RecordedBatch(plan)
        let receipt = try recorded.receipt(of: 100)
        #expect(receipt.bytes.count - receipt.item.bytes.count <= 4096)
        #expect(try recorded.verdict(receipt).isVerified)
    }

    @Test("all receipts of a batch are those of its entries", arguments: [2, 3, 8, 13])
    func whole(entries: Int) throws {
        var plan = RecordedBatch.Plan()
        plan.entries = entries
        let recorded = try RecordedBatch(plan)
        let single = try recorded.entries.map { try recorded.receipt(of: $0.seq) }
        #expect(recorded.receipts() == single)
    }

    @Test("an expired anchor gives an archive, never the word verified")
    func archival() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt()
        let verifier = try #require(
            ReceiptVerifier(
                trust: try recorded.trust(period: 30), publicKey: Bridge.key.publicKey.raw))
        let report = verifier.verify(receipt.bytes, now: recorded.now)
        #expect(report.basis == .archival)
        #expect(report.verdict == "archival")
        #expect(!report.isVerified)
        #expect(report.failures.isEmpty)
        // Within the period the same receipt is verified.
        #expect(verifier.verify(receipt.bytes, now: recorded.chain.now.seconds).isVerified)
    }

    @Test("without a key the receipt's own is used, and the report names it")
    func ownKey() throws {
        let recorded = try RecordedBatch()
        let report = try recorded.verdict(try recorded.receipt(), key: nil)
        #expect(report.isVerified)
        #expect(
            report.findings.contains { finding in
                finding.code == .gateway
                    && finding.message.contains("\(Bridge.key.publicKey.thumbprint)")
            })
    }

    @Test("a batch that was recorded before is as good as one that is new")
    func recordedBefore() throws {
        var plan = RecordedBatch.Plan()
        plan.code = 1
        let recorded = try RecordedBatch(plan)
        #expect(try recorded.verdict(try recorded.receipt()).isVerified)
    }

    @Test("a refusal of the ledger is no receipt", arguments: [10, 17, 20] as [UInt32])
    func refusal(code: UInt32) throws {
        var plan = RecordedBatch.Plan()
        plan.code = code
        let recorded = try RecordedBatch(plan)
        let report = try recorded.verdict(try recorded.receipt())
        #expect(report.failures.map(\.code) == [.result])
        #expect(report.basis == .nothing)
    }

    @Test("an entry that travelled as its digest is proven as that, and whole beside its bytes")
    func digestAlone() throws {
        var plan = RecordedBatch.Plan()
        plan.isWithheld = true
        let recorded = try RecordedBatch(plan)
        let receipt = try recorded.receipt(of: 2)
        let alone = try recorded.verdict(receipt)
        #expect(alone.isVerified)
        #expect(alone.subject.contains("digest \(recorded.entries[1].digest)"))
        let whole = try recorded.verdict(receipt, entry: recorded.entries[1].bytes)
        #expect(whole.isVerified)
        #expect(whole.subject.contains("entry 2"))
        let other = try recorded.verdict(receipt, entry: recorded.entries[0].bytes)
        #expect(other.failures.map(\.code) == [.form])
    }

    @Test("an entry with disclosures beside a receipt has the digest of the bare one")
    func presentedBeside() throws {
        let recorded = try RecordedBatch()
        let made = try Bridge.load(
            after: ChainLink(seq: 2, digest: recorded.entries[1].digest))
        #expect(made.entry == recorded.entries[2])
        var plan = RecordedBatch.Plan()
        plan.isWithheld = true
        let withheld = try RecordedBatch(plan)
        let report = try withheld.verdict(
            try withheld.receipt(), entry: made.entry.presented(with: made.disclosures))
        #expect(report.isVerified, "\(report.findings)")
    }

    @Test("one spelling: what is decoded encodes to the same bytes")
    func spelling() throws {
        let receipt = try RecordedBatch().receipt()
        #expect(try Receipt(decoding: receipt.bytes) == receipt)
        // Fixed once: a receipt in a drawer must be readable for as long as there are ledgers.
        #expect(receipt.bytes.count == 2923)
        #expect(
            Digest.of(receipt.bytes).description
                == "e39a8658d2da226e315b457b96b31c63bf0c7f27e41b3d5b5772a551ac9b8104")
    }
}
