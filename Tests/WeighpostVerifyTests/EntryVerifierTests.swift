import Testing
import WeighpostVerify
import Wire

@testable import Evidence

@Suite("Entries and disclosures")
struct EntryVerifierTests {
    private let verifier: EntryVerifier

    init() throws {
        verifier = try #require(EntryVerifier(publicKey: Bridge.key.publicKey.raw))
    }

    @Test("an entry is verified by its gateway's key alone, and says nothing of the ledger")
    func entry() throws {
        let report = verifier.verify(try Bridge.load().entry.bytes)
        #expect(report.isVerified)
        #expect(report.basis == .publicKey)
        #expect(report.subject.contains("entry 1 of \(Bridge.gateway)"))
    }

    @Test("no byte of an entry can be changed")
    func flipped() throws {
        for flip in flips(of: try Bridge.load().entry.bytes) {
            #expect(!verifier.verify(flip.bytes).isVerified, "byte \(flip.place)")
        }
    }

    @Test("what is disclosed is named, what is not stays closed")
    func presented() throws {
        let made = try Bridge.load()
        let whole = verifier.verify(made.entry.presented(with: made.disclosures))
        #expect(whole.isVerified)
        #expect(whole.findings.count { $0.message.contains("belongs to it") } == 3)
        #expect(whole.findings.contains { $0.code == .agreement })
        // Erased: salt and value are gone, the signature stands as before.
        let erased = verifier.verify(made.entry.presented(with: [made.disclosures[0]]))
        #expect(erased.isVerified)
        #expect(erased.findings.contains { $0.message.contains("3 digests") })
    }

    @Test("no byte of a disclosed value can be changed")
    func flippedDisclosure() throws {
        let made = try Bridge.load()
        let plate = made.disclosures[2]
        let presented = made.entry.presented(with: [plate])
        for flip in flips(of: presented) {
            #expect(!verifier.verify(flip.bytes).isVerified, "byte \(flip.place)")
        }
    }

    @Test("evidence that contradicts the public net is told, though both are signed")
    func contradiction() throws {
        let lie = try Bridge.evidence(gross: 24_820, tare: 11_060, net: 13_740)
        let other = try Bridge.evidence(gross: 24_840, tare: 11_060, net: 13_780)
        for evidence in [lie, other] {
            let made = try Bridge.load(evidence: evidence)
            #expect(verifier.verify(made.entry.bytes).isVerified)
            let report = verifier.verify(made.entry.presented(with: made.disclosures))
            #expect(report.failures.map(\.code) == [.agreement])
        }
    }

    @Test("another key is named, a key of another length is none")
    func keys() throws {
        let other = try #require(EntryVerifier(publicKey: Bridge.otherKey.publicKey.raw))
        let report = other.verify(try Bridge.load().entry.bytes)
        #expect(report.failures.map(\.code) == [.signature])
        #expect(report.verdict == "not verified")
        #expect(EntryVerifier(publicKey: []) == nil)
        #expect(DisclosureVerifier(publicKey: [1]) == nil)
        #expect(JournalVerifier(publicKey: [1]) == nil)
    }

    @Test("a disclosure that came apart from its entry still opens it, and no other")
    func apart() throws {
        let made = try Bridge.load()
        let verifier = try #require(DisclosureVerifier(publicKey: Bridge.key.publicKey.raw))
        let bytes = made.disclosures.map(\.bytes)
        let report = verifier.verify(bytes, of: made.entry.bytes)
        #expect(report.isVerified)
        let twice = verifier.verify(bytes + [bytes[1]], of: made.entry.bytes)
        #expect(twice.failures.map { $0.message.prefix(12) } == ["disclosure 4"])
        let foreign = verifier.verify(bytes, of: try Bridge.event().bytes)
        #expect(foreign.failures.count == 3)
        for flip in flips(of: bytes[2]) {
            #expect(!verifier.verify([flip.bytes], of: made.entry.bytes).isVerified)
        }
        #expect(!verifier.verify(bytes, of: [1, 2, 3]).isVerified)
    }
}
