import Testing
import Wire

@testable import Evidence

@Suite("The keys of a gateway, one after the other")
struct KeyHistoryTests {
    private let third: SigningKey

    init() throws { third = try SigningKey(seed: [UInt8](repeating: 3, count: 32)) }

    /// A change of keys as the entry after `seq`; usually signed by the key before.
    private func change(
        _ seq: UInt64, from old: SigningKey, to new: SigningKey, by signer: SigningKey? = nil
    ) throws -> JournalEntry {
        try Yard.make(
            .key(try KeyBody(gateway: Yard.gateway, from: old.publicKey, to: new)),
            after: ChainLink(seq: seq - 1, digest: Yard.digest("\(seq)")), key: signer ?? old
        ).entry
    }

    @Test("whoever knows one of them is led to the others, and each entry to its own")
    func followed() throws {
        let changes = [
            try change(5, from: Yard.key, to: Yard.otherKey),
            try change(9, from: Yard.otherKey, to: third),
        ]
        for trusted in [Yard.key, Yard.otherKey, third] {
            let history = try KeyHistory(keyEntries: changes, trusted: trusted.publicKey)
            #expect(history.current == third.publicKey)
            #expect(history.epochs.map(\.first) == [1, 6, 10])
            #expect(history.key(for: 5) == Yard.key.publicKey)
            #expect(history.key(for: 6) == Yard.otherKey.publicKey)
            #expect(history.key(for: 10) == third.publicKey)
            #expect(history.isLast(ofKey: 5) && history.isLast(ofKey: 9))
            #expect(history.end(ofKeyAt: 2) == 5)
            #expect(history.end(ofKeyAt: 10) == nil)
        }
        #expect(throws: EvidenceError.self) {
            try KeyHistory(keyEntries: [changes[0]], trusted: third.publicKey)
        }
        // Out of order, one does not follow the other.
        #expect(throws: EvidenceError.self) {
            try KeyHistory(keyEntries: changes.reversed(), trusted: third.publicKey)
        }
    }

    @Test("a change reads back as it was made, and with other bytes not at all")
    func spelling() throws {
        let entry = try change(1, from: Yard.key, to: Yard.otherKey)
        #expect(try JournalEntry(decoding: entry.bytes) == entry)
        try entry.verify(Yard.key.publicKey)
        #expect(throws: EvidenceError.self) { try entry.verify(Yard.otherKey.publicKey) }
        let itself = try KeyBody(gateway: Yard.gateway, from: third.publicKey, to: third)
        #expect(throws: EvidenceError.self) { try Yard.make(.key(itself)) }
    }

    @Test("a key that did not agree to follow is refused, and so is one of another gateway")
    func unpossessed() throws {
        let agreed = try KeyBody(
            gateway: "https://elsewhere.example/1", from: Yard.key.publicKey, to: Yard.otherKey)
        let entry = try Yard.make(.key(agreed)).entry
        let error = #expect(throws: EvidenceError.self) { try entry.verify(Yard.key.publicKey) }
        #expect(error?.message.contains("proof of possession") == true)
        // Somebody's public key, named by whoever has the old one.
        let foreign = try Yard.make(
            .key(try KeyBody(gateway: Yard.gateway, from: third.publicKey, to: Yard.otherKey))
        ).entry
        #expect(throws: EvidenceError.self) { try foreign.verify(Yard.key.publicKey) }
    }

    @Test("where the old key was lost, trust leads from the new one back and never onward")
    func lost() throws {
        let entry = try change(5, from: Yard.key, to: Yard.otherKey, by: Yard.otherKey)
        let history = try KeyHistory(keyEntries: [entry], trusted: Yard.otherKey.publicKey)
        #expect(history.epochs.map(\.first) == [1, 5])
        #expect(history.key(for: 4) == Yard.key.publicKey)
        // The change itself is the first that the new key signs.
        #expect(history.isLast(ofKey: 4) && !history.isLast(ofKey: 5))
        let error = #expect(throws: EvidenceError.self) {
            try KeyHistory(keyEntries: [entry], trusted: Yard.key.publicKey)
        }
        #expect(error?.message.contains("ask the authorities") == true)
    }
}
