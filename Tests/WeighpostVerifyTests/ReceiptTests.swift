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
        let alone = try recorded.verdict(receipt, key: nil)
        #expect(alone.isVerified)
        #expect(alone.subject.contains("digest \(recorded.entries[1].digest)"))
        let whole = try recorded.verdict(receipt, entry: recorded.entries[1].bytes)
        #expect(whole.isVerified)
        #expect(whole.subject.contains("entry 2"))
        let other = try recorded.verdict(receipt, entry: recorded.entries[0].bytes)
        #expect(other.failures.map(\.code) == [.form])
    }

    @Test("a key is checked with the entry or not at all, and then nothing is called verified")
    func keyWithoutEntry() throws {
        var plan = RecordedBatch.Plan()
        plan.isWithheld = true
        let recorded = try RecordedBatch(plan)
        let (receipt, entry) = (try recorded.receipt(of: 2), recorded.entries[1].bytes)
        let asked = try recorded.verdict(receipt)
        #expect(asked.failures.map(\.code) == [.gateway])
        #expect(asked.failures.first?.message.contains("not checked") == true)
        #expect(try recorded.verdict(receipt, entry: entry).isVerified)
        // The key that the file names is nobody's word: written over, it changes no verdict.
        let renamed = try recorded.receipt(of: 2, key: Bridge.otherKey)
        let other = try recorded.verdict(renamed, key: Bridge.otherKey, entry: entry)
        #expect(other.failures.map(\.code) == [.signature])
        #expect(!(try recorded.verdict(renamed, key: Bridge.otherKey).isVerified))
        #expect(ReceiptVerifier.entryDigest(of: receipt.bytes) == Digest.of(entry).bytes)
        #expect(ReceiptVerifier.entryDigest(of: [1]) == nil)
    }

    @Test("an entry beside a receipt that holds it is the same entry, or speaks against it")
    func entryTwice() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt(of: 2)
        #expect(try recorded.verdict(receipt, entry: recorded.entries[1].bytes).isVerified)
        let other = try recorded.verdict(receipt, entry: recorded.entries[0].bytes)
        #expect(other.failures.map(\.code) == [.form])
    }

    @Test("what the file says of witnesses and times is told as that, and cannot steer a terminal")
    func statements() throws {
        let recorded = try RecordedBatch()
        let receipt = try recorded.receipt(
            witnesses: ["\u{1B}[2J\u{9B}1A node-2", "a\nok     everything", "\u{202E}dekcehc"])
        let report = try recorded.verdict(receipt)
        #expect(report.isVerified)
        let said = try #require(report.findings.first { $0.code == .statement }).message
        #expect(said.hasPrefix("stated in the file and not proven"))
        #expect(
            said.contains(
                #"\u001b[2J\u009b1A node-2, a\u000aok     everything, \u202edekcehc"#))
    }

    @Test("names of others in a refusal cannot steer a terminal")
    func foreignNames() throws {
        let recorded = try RecordedBatch()
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust()))
        var map = try #require(try CBOR(decoding: try recorded.receipt().bytes).mapValue)
        map.append(CBORPair(.text("\u{1B}]0;verified\u{7}"), .int(1)))
        let bytes = CBOR.map(map).encoded()
        let report = verifier.verify(bytes, now: recorded.now)
        #expect(report.failures.map(\.code) == [.form])
        let words = report.findings.map(\.description).joined()
        #expect(words.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
        let key = String(repeating: "\u{9B}", count: 10)
        let other = try #require(
            ChainTrust(chainID: key, height: 2, hash: recorded.chain.anchor(2).hash.bytes))
        let foreign = try #require(ReceiptVerifier(trust: other)).verify(
            try recorded.receipt().bytes, now: recorded.now)
        #expect(foreign.failures.first?.message.contains(#"\u009b"#) == true)
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
        #expect(receipt.bytes.count == 2925)
        #expect(
            Digest.of(receipt.bytes).description
                == "90b96a128180dfaf9e38988d1798fd538db0dc005771a147442b955d912229c6")
    }
}
