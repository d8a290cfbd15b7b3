import Evidence
import LightClients
import Wire

/// One receipt while it is verified.
struct ReceiptExamination {
    /// What the receipt proves its entry by.
    enum Proof {
        case batch(Receipt)
        case log(LogReceipt)
    }

    let receipt: ReceiptFrame
    private let proof: Proof
    let trust: ChainTrust
    let key: VerifyingKey?
    let now: Timestamp
    var findings = Findings()

    init(_ proof: Proof, trust: ChainTrust, key: VerifyingKey?, now: Timestamp) {
        (self.proof, self.trust, self.key, self.now) = (proof, trust, key, now)
        receipt =
            switch proof {
            case .batch(let receipt): receipt.frame
            case .log(let receipt): receipt.frame
            }
    }

    /// Checks everything, also when something failed already: who reads it wants the whole list.
    mutating func report(entry bytes: [UInt8]?) -> VerificationReport {
        let entry = checkEntry(bytes)
        let (last, basis) = checkHeaders()
        switch proof {
        case .batch(let receipt):
            if let acceptance = checkResult(of: receipt, last) {
                checkPlace(of: receipt, entry, acceptance, last)
            }
        case .log(let receipt): checkLog(of: receipt, entry, last)
        }
        noteStatements()
        let subject = entry.map { "receipt of \($0.title)" } ?? "receipt of entry digest \(digest)"
        if case .log = proof, basis == .freshAnchor || basis == .laterAnchor {
            return findings.report(on: subject, basis: .logProof)
        }
        return findings.report(on: subject, basis: basis)
    }

    var digest: Digest { receipt.item.digest }

    // MARK: The entry

    private mutating func checkEntry(_ given: [UInt8]?) -> JournalEntry? {
        let own: VerifyingKey? = VerifyingKey(raw: receipt.key)
        if let key, own != key {
            findings.fail(.gateway, "the receipt names another key than the one at hand")
        }
        guard let bytes = entryBytes(given) else {
            findings.note(
                .form, "the entry travelled as its digest; its content is not shown here")
            // The key's name in a receipt is covered by nothing: what was asked is not answered.
            if key != nil {
                findings.fail(
                    .gateway,
                    "the key at hand is not checked: only the entry is signed with it, and it is not "
                        + "here; give the entry too, or verify without a key")
            }
            return nil
        }
        do {
            // The holder may have it with disclosures; the digest is taken without.
            let entry = try PresentedEntry(decoding: bytes).entry
            guard entry.digest == digest else {
                findings.fail(
                    .form, "the entry beside it has the digest \(entry.digest), not \(digest)")
                return nil
            }
            if let signer = key ?? own {
                try entry.verify(signer)
                findings.note(.signature, "signed with key \(signer.thumbprint)")
            }
            return entry
        } catch {
            let code: Finding.Code = error.code == .malformed ? .form : .signature
            findings.fail(code, "\(error)")
            return nil
        }
    }

    private mutating func entryBytes(_ given: [UInt8]?) -> [UInt8]? {
        switch receipt.item {
        case .digest: return given
        case .entry(let bytes):
            // In a receipt an entry stands as it was sent: nothing may ride along unsigned.
            do {
                _ = try JournalEntry(decoding: bytes)
            } catch {
                findings.fail(.form, "\(error)")
            }
            // Both are held against the digest: the one that came beside it too.
            return given ?? bytes
        }
    }

    // MARK: The chain

    private mutating func checkHeaders() -> (VerifiedHeader?, VerificationReport.Basis) {
        guard receipt.chainID.utf8.elementsEqual(trust.chainID.utf8) else {
            findings.fail(
                .chain, "the receipt is of chain '\(receipt.chainID)', not '\(trust.chainID)'")
            return (nil, .nothing)
        }
        do throws(Refutation) {
            let (anchor, last, skipped) = try walk()
            let expiry = trust.options.expiry(
                ofHeight: anchor.height, time: anchor.time, now: now)
            findings.note(
                .anchor,
                expiry.map { "archival: \($0)" }
                    ?? "trust begins at height \(anchor.height) of \(anchor.time)")
            findings.note(
                .headers,
                "\(receipt.steps.count - skipped) headers lead to height \(last.height)"
                    + (skipped > 0 ? "; \(skipped) in front of the anchor were not needed" : ""))
            return (
                last,
                expiry != nil
                    ? .archival : isLater(anchor, than: last) ? .laterAnchor : .freshAnchor
            )
        } catch {
            findings.fail(.headers, "\(error)")
            return (nil, .nothing)
        }
    }

    /// The way of the headers, by two thirds of the validators at each step where that is possible.
    ///
    /// The age of the anchor is judged apart: an archive is worth reading, too.
    private mutating func walk() throws(Refutation) -> (
        anchor: VerifiedHeader, last: VerifiedHeader, skipped: Int
    ) {
        do throws(Refutation) {
            var trail = try HeaderTrail(receipt, options: trust.endless(.twoThirds), now: now)
            return try trail.walk(from: trust.anchor)
        } catch {
            if trust.isStrict { throw error }
            var trail = try HeaderTrail(receipt, options: trust.endless(.third), now: now)
            let way = try trail.walk(from: trust.anchor)
            findings.note(
                .share,
                "a step rests on a third of the validators that were trusted before it, and not on "
                    + "two thirds: with a third, a set can be made up that nobody elected, so hold "
                    + "header \(way.last.height) against a node of somebody else's")
            return way
        }
    }

    /// Whether the anchor is of a later block than the one it speaks for.
    private func isLater(_ anchor: VerifiedHeader, than last: VerifiedHeader) -> Bool {
        anchor.height > last.height
    }

    /// What the file says of its making: no signature covers it, so anybody may have written it.
    private mutating func noteStatements() {
        let moment = Timestamp(seconds: receipt.provenAt, nanoseconds: 0)
        findings.note(
            .statement,
            "stated in the file and not proven: made at "
                + "\(moment.map(\.rfc3339) ?? "no possible time"), "
                + (receipt.witnesses.isEmpty
                    ? "without witnesses"
                    : "with witnesses \(receipt.witnesses.joined(separator: ", "))")
                + (receipt.isContinuity ? ", beyond the trusting period" : ""))
        if key == nil, let own = VerifyingKey(raw: receipt.key) {
            findings.note(
                .gateway,
                "no key was given; the file names one with the thumbprint \(own.thumbprint), "
                    + "compare it with the gateway's")
        }
    }
}

extension JournalEntry {
    /// The entry as people name it.
    var title: String { "entry \(seq) of \(gateway) (\(kind), \(id))" }
}
