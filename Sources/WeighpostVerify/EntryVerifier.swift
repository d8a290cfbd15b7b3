import Evidence
import Wire

/// Verifies one entry, or one that was handed over with disclosures, against a public key.
public struct EntryVerifier: Sendable {
    private let key: VerifyingKey

    /// Takes the gateway's public key; nil unless it has 32 bytes.
    public init?(publicKey: [UInt8]) {
        guard let key = VerifyingKey(raw: publicKey) else { return nil }
        self.key = key
    }

    /// Verifies an entry and whatever it discloses.
    ///
    /// Whether the ledger has it is another question: that takes a receipt.
    public func verify(_ entry: [UInt8]) -> VerificationReport {
        var findings = Findings()
        do {
            let presented = try PresentedEntry(decoding: entry)
            findings.check(presented.entry, with: key)
            findings.open(presented.disclosures, of: presented.entry)
            return findings.report(on: presented.entry.title, basis: .publicKey)
        } catch {
            findings.fail(error.code == .foreign ? .disclosure : .form, "\(error)")
            return findings.report(on: "an entry", basis: .nothing)
        }
    }
}

/// Verifies disclosures that came apart from their entry.
public struct DisclosureVerifier: Sendable {
    private let key: VerifyingKey

    /// Takes the gateway's public key; nil unless it has 32 bytes.
    public init?(publicKey: [UInt8]) {
        guard let key = VerifyingKey(raw: publicKey) else { return nil }
        self.key = key
    }

    /// Verifies that each of the disclosures opens a claim of the entry.
    public func verify(_ disclosures: [[UInt8]], of entry: [UInt8]) -> VerificationReport {
        var findings = Findings()
        let known: JournalEntry
        do {
            known = try PresentedEntry(decoding: entry).entry
        } catch {
            findings.fail(.form, "\(error)")
            return findings.report(on: "disclosures", basis: .nothing)
        }
        findings.check(known, with: key)
        var belonging: [Disclosure] = []
        for (place, bytes) in disclosures.enumerated() {
            do {
                let disclosure = try Disclosure(decoding: bytes)
                belonging = try PresentedEntry(known, disclosures: belonging + [disclosure])
                    .disclosures
            } catch {
                findings.fail(.disclosure, "disclosure \(place + 1): \(error)")
            }
        }
        findings.open(belonging, of: known)
        return findings.report(
            on: "\(disclosures.count) disclosures of \(known.title)", basis: .publicKey)
    }
}

extension Findings {
    /// Checks an entry's signature.
    mutating func check(_ entry: JournalEntry, with key: VerifyingKey) {
        do {
            try entry.verify(key)
            note(.signature, "signed with key \(key.thumbprint)")
        } catch {
            fail(.signature, "\(error)")
        }
    }

    /// Names the claims that disclosures open; they were matched with the entry's digests before.
    mutating func open(_ disclosures: [Disclosure], of entry: JournalEntry) {
        for disclosure in disclosures {
            do {
                let claim = try Claim(disclosure)
                note(.disclosure, "claim \(disclosure.key), \(claim.title), belongs to it")
                if case .evidence(let evidence) = claim { compare(evidence, with: entry) }
            } catch {
                fail(.disclosure, "\(error)")
            }
        }
        let hidden = entry.claimDigests.count - disclosures.count
        if hidden > 0 { note(.disclosure, "\(hidden) digests of claims or decoys stay closed") }
    }

    private mutating func compare(_ evidence: EvidenceClaim, with entry: JournalEntry) {
        if let contradiction = evidence.contradiction(to: entry.body) {
            fail(.agreement, "the evidence contradicts the entry: \(contradiction)")
        } else {
            note(.agreement, "the evidence agrees with what is public")
        }
    }
}

extension Claim {
    fileprivate var title: String {
        switch self {
        case .evidence: "the evidence"
        case .parties: "the parties"
        case .plate: "the plate"
        }
    }
}
