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
    private var findings = Findings()

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

    private var digest: Digest { receipt.item.digest }

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
                .headers,
                "a step rests on a third of the validators that were trusted before it, and not on "
                    + "two thirds: with a third, a set can be made up that nobody elected, so hold "
                    + "header \(way.last.height) against a node of somebody else's")
            return way
        }
    }

    private mutating func checkLog(
        of receipt: LogReceipt, _ entry: JournalEntry?, _ last: VerifiedHeader?
    ) {
        guard let last else { return }
        let (recorded, path) = (receipt.proof.entry, receipt.proof.way.path)
        do {
            try receipt.verify(appHash: last.header.appHash)
            findings.note(
                .log,
                "block \(recorded.height) recorded it as entry \(recorded.seq) of "
                    + "\(recorded.gateway), number \(path.index + 1) of \(path.total) in the log of "
                    + "\(trust.chainID) after block \(last.height - 1), "
                    + (recorded.hasBytes
                        ? "whole, and judged by its content"
                        : "by its digest alone: its content was not judged"))
        } catch {
            findings.fail(.log, "\(error)")
        }
        guard let entry else { return }
        // Any gateway may record any digest among its own: whose entry it is says the ledger.
        if !entry.gateway.utf8.elementsEqual(recorded.gateway.utf8) {
            findings.fail(
                .gateway,
                "the ledger recorded it for \(recorded.gateway), not for \(entry.gateway)")
        }
        if entry.seq != recorded.seq {
            findings.fail(
                .sequence, "entry \(entry.seq) stands in the place of entry \(recorded.seq)")
        }
    }

    private mutating func checkResult(
        of receipt: Receipt, _ last: VerifiedHeader?
    ) -> AcceptanceData? {
        let result: ExecTxResult
        do {
            result = try ExecTxResult(deterministicBytes: receipt.result)
        } catch {
            findings.fail(.result, "the ledger's answer: \(error)")
            return nil
        }
        guard result.code <= 1 else {
            findings.fail(.result, "the ledger refused the batch with code \(result.code)")
            return nil
        }
        if let last {
            let proof = ResultProof(result: result, path: receipt.resultPath)
            if proof.isValid(lastResultsHash: last.header.lastResultsHash) {
                findings.note(
                    .result,
                    "the ledger answered to the batch in block \(last.height - 1) of "
                        + trust.chainID)
            } else {
                findings.fail(
                    .result, "the ledger's answer is not under header \(last.height)")
            }
        }
        do {
            return try AcceptanceData(decoding: result.data)
        } catch {
            findings.fail(.result, "\(error)")
            return nil
        }
    }

    /// Whether the anchor is of a later block than the one it speaks for.
    private func isLater(_ anchor: VerifiedHeader, than last: VerifiedHeader) -> Bool {
        anchor.height > last.height
    }

    // MARK: The batch

    private mutating func checkPlace(
        of receipt: Receipt, _ entry: JournalEntry?, _ acceptance: AcceptanceData,
        _ last: VerifiedHeader?
    ) {
        let inclusion = receipt.inclusion
        guard inclusion.root == acceptance.root else {
            findings.fail(.batch, "the entry is not in the batch that the ledger answered to")
            return
        }
        guard let seq = inclusion.seq(in: acceptance) else {
            findings.fail(
                .batch,
                "a place that is none in a batch of entries \(acceptance.first) to "
                    + "\(acceptance.last)")
            return
        }
        if receipt.entryPath.index == receipt.entryPath.total - 1, digest != acceptance.after {
            findings.fail(.batch, "the last entry of the batch is another one")
            return
        }
        if let entry {
            guard entry.gateway.utf8.elementsEqual(acceptance.gateway.utf8) else {
                findings.fail(
                    .gateway, "the batch is of \(acceptance.gateway), not of \(entry.gateway)")
                return
            }
            guard entry.seq == seq else {
                findings.fail(.sequence, "entry \(entry.seq) stands in the place of entry \(seq)")
                return
            }
        }
        let block = last.map { " in block \($0.height - 1)" } ?? ""
        findings.note(
            .batch,
            "recorded as entry \(seq) of \(acceptance.gateway), "
                + (seq >= acceptance.firstNew
                    ? "by this batch\(block)"
                    : "before this batch came\(block); which block did is not told here"))
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
