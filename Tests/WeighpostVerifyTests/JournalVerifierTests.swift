import Testing
import WeighpostVerify
import Wire

@testable import Evidence

@Suite("Journals")
struct JournalVerifierTests {
    private func verifier() throws -> JournalVerifier {
        try #require(JournalVerifier(publicKey: Bridge.key.publicKey.raw))
    }

    private func failures(in journal: [[UInt8]]) throws -> [Finding] {
        var verifier = try verifier()
        for entry in journal { verifier.take(entry) }
        return verifier.report.failures
    }

    @Test("a whole journal is verified up to its head")
    func whole() throws {
        let journal = try Bridge.journal(20)
        var verifier = try verifier()
        for entry in journal { verifier.take(entry.bytes) }
        let report = verifier.report
        #expect(report.isVerified, "\(report.findings)")
        #expect(verifier.count == 20 && verifier.headSequence == 20)
        #expect(verifier.headDigest == journal[19].digest.bytes)
        #expect(report.subject == "journal of \(Bridge.gateway) up to entry 20")
    }

    @Test("a journal can be taken up after an entry that is known")
    func continued() throws {
        let journal = try Bridge.journal(10)
        var verifier = try #require(
            JournalVerifier(
                publicKey: Bridge.key.publicKey.raw, afterEntry: 6,
                digest: journal[5].digest.bytes))
        for entry in journal[6...] { verifier.take(entry.bytes) }
        #expect(verifier.report.isVerified)
    }

    /// Six entries, of which the third changes the key.
    private func changed() throws -> [JournalEntry] {
        var (head, entries) = (ChainLink.start, [JournalEntry]())
        for seq in 1...6 {
            let body: EntryBody =
                seq == 3
                ? .key(
                    try KeyBody(
                        gateway: Bridge.gateway, from: Bridge.key.publicKey, to: Bridge.otherKey))
                : .event(EventBody(code: .boot))
            let entry = try Bridge.make(
                body, after: head, key: seq > 3 ? Bridge.otherKey : Bridge.key
            ).entry
            entries.append(entry)
            head = ChainLink(seq: entry.seq, digest: entry.digest)
        }
        return entries
    }

    @Test("a change of keys is followed, from the first key on and from the last one back")
    func keys() async throws {
        let journal = try changed()
        var first = try verifier()
        await first.take(journal.map(\.bytes))
        #expect(first.report.isVerified, "\(first.report.findings)")
        #expect(first.report.findings.contains { $0.message.hasPrefix("from entry 4 on with key") })
        var last = try #require(
            JournalVerifier(
                publicKey: Bridge.otherKey.publicKey.raw, keyEntries: [journal[2].bytes]))
        for entry in journal { last.take(entry.bytes) }
        #expect(last.report.isVerified, "\(last.report.findings)")
        // Without what leads from one to the other, the last key knows nothing of the first.
        var alone = try #require(JournalVerifier(publicKey: Bridge.otherKey.publicKey.raw))
        for entry in journal { alone.take(entry.bytes) }
        #expect(alone.report.failures.map(\.code).contains(.signature))
    }

    @Test("after a change of keys the old key signs nothing any more")
    func usurped() throws {
        var journal = try changed()
        journal[4] = try Bridge.make(
            .event(EventBody(code: .zero)),
            after: ChainLink(seq: 4, digest: journal[3].digest)
        ).entry
        let failures = try failures(in: journal.map(\.bytes))
        #expect(failures.map(\.code) == [.signature, .link])
    }

    @Test("nothing at all is not a verified journal")
    func empty() throws {
        #expect(!(try verifier().report.isVerified))
    }

    @Test("a missing entry is named by its number")
    func missing() throws {
        var journal = try Bridge.journal(6).map(\.bytes)
        journal.remove(at: 3)
        let failures = try failures(in: journal)
        #expect(failures.map(\.code) == [.sequence])
        #expect(failures.first?.message == "entry 5 stands where entry 4 belongs")
    }

    @Test("a replaced entry breaks the chain at the one after it")
    func replaced() throws {
        let journal = try Bridge.journal(6)
        var bytes = journal.map(\.bytes)
        let head = ChainLink(seq: 3, digest: journal[2].digest)
        bytes[3] = try Bridge.make(
            .event(EventBody(code: .boot)), after: head, id: journal[3].id
        ).entry.bytes
        let failures = try failures(in: bytes)
        #expect(failures.map(\.code) == [.link])
        #expect(failures.first?.message.hasPrefix("entry 5 follows") == true)
    }

    @Test("another key, another gateway and a borrowed identity are each named once")
    func foreign() throws {
        let journal = try Bridge.journal(3)
        let head = ChainLink(seq: 3, digest: journal[2].digest)
        let strange: [(JournalEntry, Finding.Code)] = [
            (try Bridge.event(after: head, key: Bridge.otherKey), .signature),
            (
                try Bridge.event(after: head, gateway: "https://yard.example/gateways/2"),
                .gateway
            ),
            (try Bridge.event(after: head, id: journal[0].id), .identity),
        ]
        for (entry, code) in strange {
            let failures = try failures(in: journal.map(\.bytes) + [entry.bytes])
            #expect(failures.map(\.code) == [code])
            #expect(failures.first?.message.contains("entry 4") == true)
        }
    }

    @Test("an entry that cannot be read is named, and the rest is still checked")
    func unreadable() throws {
        var journal = try Bridge.journal(6).map(\.bytes)
        journal[2] = [1, 2, 3]
        let failures = try failures(in: journal)
        #expect(failures.map(\.code) == [.form])
        #expect(failures.first?.message.hasPrefix("entry 3 cannot be read") == true)
        // Disclosures are handed to people; in a journal they have no place.
        let made = try Bridge.load()
        var verifier = try verifier()
        verifier.take(made.entry.presented(with: made.disclosures))
        #expect(verifier.report.failures.map(\.code) == [.form])
    }

    @Test("no byte of a journal can be changed")
    func flipped() throws {
        let journal = try Bridge.journal(3).map(\.bytes)
        for flip in flips(of: journal[1]) {
            #expect(try !failures(in: [journal[0], flip.bytes, journal[2]]).isEmpty)
        }
    }

    @Test("all cores say what one says")
    func parallel() async throws {
        var journal = try Bridge.journal(600).map(\.bytes)
        journal[299][200] ^= 1
        journal.remove(at: 500)
        var (one, all) = (try verifier(), try verifier())
        for entry in journal { one.take(entry) }
        await all.take(journal)
        #expect(one.report == all.report)
        #expect(one.report.failures.count >= 2)
        #expect(one.headDigest == all.headDigest)
    }

    @Test("a journal of nothing but faults gives a list with an end")
    func manyFaults() throws {
        var verifier = try verifier()
        for _ in 0..<500 { verifier.take([0]) }
        let failures = verifier.report.failures
        #expect(failures.count == JournalVerifier.maximumFindings + 1)
        #expect(failures.last?.message.contains("400") == true)
    }
}
