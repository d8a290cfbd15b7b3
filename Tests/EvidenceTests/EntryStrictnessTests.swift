import Intake
import Testing
import Wire

@testable import Evidence

/// What a box may have signed and is not an entry all the same.
@Suite("Entries in another spelling")
struct EntryStrictnessTests {
    /// A change to a good entry, and a word of the complaint.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let complaint: String
        let change: @Sendable (inout EntryForge) -> Void

        init(
            _ name: String, _ complaint: String,
            _ change: @escaping @Sendable (inout EntryForge) -> Void
        ) {
            (self.name, self.complaint, self.change) = (name, complaint, change)
        }

        var testDescription: String { name }
    }

    static let digests = (0..<8).map { Yard.digest("claim \($0)") }.sorted().map { CBOR.digest($0) }

    static let messages: [Case] = [
        Case("another tag", "COSE_Sign1") { $0.tag = 98 },
        Case("another algorithm", "-7 is not Ed25519") { $0.protected[1] = -7 },
        Case("no algorithm", "algorithm") { $0.protected[1] = nil },
        Case("the content type of a batch", "content type") {
            $0.protected[3] = .text(Batch.contentType)
        },
        Case("a short key thumbprint", "thumbprint") { $0.protected[4] = .bytes([1, 2]) },
        Case("a header nobody knows", "unknown key 16") { $0.protected[16] = "typ" },
        Case("no claims", "claims") { $0.claims = [:] },
        Case("no issuer", "issuer") { $0.claims[1] = nil },
        Case("a claim nobody knows", "unknown key 6") { $0.claims[6] = 1_795_500_840 },
        Case("an issuer that is not the gateway", "issuer") { $0.claims[1] = "urn:other" },
        Case("an issuer that compares the same by letters, and is other bytes", "issuer") {
            $0.rename("urn:YARD:K")
            $0.claims[1] = "urn:YARD:\u{212A}"
        },
        Case("a subject that is no UUID", "name of an entry") { $0.claims[2] = "weighing 7" },
        Case("a subject of version 4", "name of an entry") {
            $0.claims[2] = "urn:uuid:919108f7-52d1-4320-9bac-f847db4148a8"
        },
        Case("a subject in capitals", "name of an entry") {
            $0.claims[2] = .text(
                "urn:uuid:" + Yard.id(1).description.uppercased())
        },
        Case("a disclosure in the journal", "journal") {
            $0.unprotected = .dictionary([17: .array([.bytes([0x80])])])
        },
        Case("an empty list of disclosures", "disclosures") {
            $0.unprotected = .dictionary([17: .array([])])
        },
        Case("an unprotected header nobody knows", "unknown key 4") {
            $0.unprotected = .dictionary([4: .bytes([1])])
        },
    ]

    static let payloads: [Case] = [
        Case("a version of tomorrow", "version 2") { $0.payload[1] = 2 },
        Case("a gateway that is no URI", "not a URI") { $0.rename("bridge 1") },
        Case("a gateway without a scheme", "not a URI") { $0.rename("//yard.example/1") },
        Case("a gateway with a blank", "not a URI") { $0.rename("urn:bridge 1") },
        Case("a gateway in another alphabet", "not a URI") { $0.rename("urn:brücke") },
        Case("a gateway of nothing but a scheme", "not a URI") { $0.rename("urn:") },
        Case("a gateway without a name", "1 to 128") { $0.rename("") },
        Case("a gateway of 129 bytes", "1 to 128") {
            $0.rename("urn:" + String(repeating: "x", count: 125))
        },
        Case("an entry before the first", "count from 1") { $0.payload[3] = 0 },
        Case("a number beyond all journals", "count from 1") { $0.payload[3] = .unsigned(1 << 63) },
        Case("a negative number", "sequence number") { $0.payload[3] = -1 },
        Case("a previous digest of 31 bytes", "previous digest") {
            $0.payload[4] = .bytes([UInt8](repeating: 0, count: 31))
        },
        Case("a kind nobody knows", "no kind 16") { $0.payload[5] = 16 },
        Case("a kind beyond a byte", "no kind 270") { $0.payload[5] = 270 },
        Case("a kind that is not written yet", "hold") { $0.payload[5] = 7 },
        Case("a time within the minute", "whole minute") { $0.payload[6] = 1_795_500_841 },
        Case("a time as text", "time") { $0.payload[6] = "2026-11-24" },
        Case("no content", "body") { $0.payload[7] = nil },
        Case("the content of another kind", "weigh-in") { $0.payload[5] = 1 },
        Case("a key nobody knows", "unknown key 8") { $0.payload[8] = 1 },
        Case("another simple value", "unknown key") { $0.payload[.simple(60)] = .array([]) },
    ]

    static let claims: [Case] = [
        Case("no digests where there could be none", "multiple of four") {
            $0.payload[.simple(59)] = .array([])
        },
        Case("five digests", "multiple of four") {
            $0.payload[.simple(59)] = .array(Array(digests[..<5]))
        },
        Case("digests out of order", "ascending") {
            $0.payload[.simple(59)] = .array(digests[..<4].reversed())
        },
        Case("the same digest twice", "ascending") {
            $0.payload[.simple(59)] = .array([digests[0], digests[0], digests[1], digests[2]])
        },
        Case("a digest of 31 bytes", "32 bytes") {
            $0.payload[.simple(59)] = .array(
                [.bytes([UInt8](repeating: 0, count: 31))] + digests[..<3])
        },
        Case("digests as a map", "multiple of four") {
            $0.payload[.simple(59)] = .dictionary([1: digests[0]])
        },
    ]

    @Test("is refused, whoever signed it", arguments: messages + payloads + claims)
    func refused(wrong: Case) throws {
        var forge = try EntryForge(.event(EventBody(code: .zero, subject: "scale")))
        try JournalEntry(decoding: try forge.bytes()).verify(Yard.key.publicKey)
        wrong.change(&forge)
        let bytes = try forge.bytes()
        let error = #expect(throws: EntryError.self) { try JournalEntry(decoding: bytes) }
        #expect(error?.message.contains(wrong.complaint) == true, "\(error?.message ?? "")")
    }

    @Test("the longest name of a gateway has 128 bytes")
    func longestGateway() throws {
        var forge = try EntryForge()
        forge.rename("urn:" + String(repeating: "x", count: 124))
        #expect(try JournalEntry(decoding: try forge.bytes()).gateway.utf8.count == 128)
    }

    @Test("a payload that is not deterministic is refused, though its signature is good")
    func indeterminate() throws {
        let forge = try EntryForge()
        let good = EntryForge.map(forge.payload).encoded()
        let header = EntryForge.map([
            1: -19, 3: .text(JournalEntry.contentType),
            4: .digest(Yard.key.publicKey.thumbprint), 15: EntryForge.map(forge.claims),
        ]).encoded()
        _ = try JournalEntry(decoding: try forge.bytes(header, good))
        // The version as two bytes instead of one; the map without a length; a byte behind.
        let longer = [good[0], 0x01, 0x18, 0x01] + good[3...]
        let indefinite = [0xbf] + good[1...] + [0xff]
        for payload in [longer, indefinite, good + [0]] {
            let bytes = try forge.bytes(header, payload)
            #expect(throws: EntryError.self) { try JournalEntry(decoding: bytes) }
        }
    }

    @Test("a signature with another number of bytes is refused", arguments: [0, 63, 65])
    func signatureLength(count: Int) throws {
        let entry = try Yard.make(.event(EventBody(code: .boot))).entry
        guard case .tagged(18, .array(var parts)) = try CBOR(decoding: entry.bytes) else {
            Issue.record("an entry is a tagged array")
            return
        }
        parts[3] = .bytes([UInt8](repeating: 1, count: count))
        let bytes = CBOR.tagged(18, .array(parts)).encoded()
        #expect(throws: EntryError.self) { try JournalEntry(decoding: bytes) }
    }
}

extension EntryForge {
    /// Gives the gateway another name, in both places.
    mutating func rename(_ gateway: String) {
        claims[1] = .text(gateway)
        payload[2] = .text(gateway)
    }
}
