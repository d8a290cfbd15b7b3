import Testing
import Wire

@testable import Evidence

/// Bytes that were fixed once.
///
/// A change here is a new version of a format, never a repair: old journals and receipts are read
/// for decades.
@Suite("Formats that outlive the program")
struct GoldenBytesTests {
    @Test("an entry of every kind has the bytes it always had")
    func entries() throws {
        var head = ChainLink.start
        let bodies: [(String, EntryBody, [Claim])] = [
            (
                "entry-weigh-in", .weighIn(WeighInBody(visit: Yard.visit)),
                [.evidence(EvidenceClaim(of: try Yard.openVisit(), from: try Yard.origin()))]
            ),
            ("entry-intake", .intake(Yard.intake()), try Yard.claims()),
            (
                "entry-event",
                .event(
                    EventBody(
                        code: .zero, subject: "scale", value: -20_000, text: "rain",
                        digest: Yard.digest("map"))), []
            ),
            (
                "entry-closing",
                .closing(ClosingBody(day: "2026-11-24", entries: 3, net: 13_760_000)), []
            ),
            ("entry-outgoing", .outgoing(try Yard.outgoing()), []),
            ("entry-correction", .correction(Yard.correction()), []),
            ("entry-void", .void(Yard.void()), []),
        ]
        for (name, body, claims) in bodies {
            let made = try Yard.make(body, claims: claims, after: head)
            Yard.expectGolden(made.entry.bytes, "\(name).cbor")
            if !claims.isEmpty {
                let presented = made.entry.presented(with: made.disclosures)
                Yard.expectGolden(presented, "\(name)-presented.cbor")
            }
            head = ChainLink(seq: made.entry.seq, digest: made.entry.digest)
        }
    }

    @Test("a batch has the bytes it always had")
    func batch() throws {
        let entries = try Yard.chain(3)
        let batch = try Batch.make(
            [.entry(entries[0].bytes), .digest(entries[1].digest), .entry(entries[2].bytes)],
            chainID: "weighpost-dev", gateway: Yard.gateway, after: .start, validUntil: 1_000,
            key: Yard.key, id: Yard.id(99))
        Yard.expectGolden(batch.bytes, "batch.cbor")
    }

    @Test("a receipt has the bytes it always had")
    func receipt() throws {
        let entry = try Yard.chain(1)[0]
        Yard.expectGolden(ReceiptTests.receipt(.entry(entry.bytes)).bytes, "receipt.cbor")
    }

    @Test("the data of a result and of a head proof have the bytes they always had")
    func ledgerData() {
        let acceptance = AcceptanceData(
            gateway: "urn:g", first: 1, firstNew: 2, last: 3, after: .zero, root: Digest.of([]))
        #expect(
            Hex.encode(acceptance.bytes)
                == "866575726e3a670102035820" + String(repeating: "00", count: 32) + "5820"
                + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let head = HeadProof.Head(gateway: "urn:g", link: ChainLink(seq: 3, digest: .zero))
        #expect(
            Hex.encode(head.bytes)
                == "836575726e3a67035820" + String(repeating: "00", count: 32))
    }
}
