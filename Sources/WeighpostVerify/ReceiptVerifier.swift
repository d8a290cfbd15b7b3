import Evidence
import LightClients
import Wire

/// Verifies receipts without asking anybody.
///
/// What it takes from outside is the trusted block, the time and, where it is known, the gateway's
/// key. It asks: did this gateway sign the entry, is the entry in the batch that the ledger says
/// it recorded, do the validators answer for what the ledger said, and do these validators follow
/// from the trusted block?
public struct ReceiptVerifier: Sendable {
    private let trust: ChainTrust
    private let key: VerifyingKey?

    /// Takes the trusted block and the gateway's public key, 32 bytes.
    ///
    /// Without a key the receipt's own is used: what is proven then is that the ledger recorded the entry
    /// for the gateway it names, and the report names the key to compare. With a key, a receipt of an entry that
    /// travelled as its digest is verified only beside the entry: nothing else is signed with the
    /// key. Nil for a key of another length.
    public init?(trust: ChainTrust, publicKey: [UInt8]? = nil) {
        if let publicKey {
            guard let key = VerifyingKey(raw: publicKey) else { return nil }
            self.key = key
        } else {
            key = nil
        }
        self.trust = trust
    }

    /// Verifies one receipt at a time `now`, in seconds since 1970.
    ///
    /// - Parameters:
    ///   - receipt: the receipt's bytes.
    ///   - entry: the entry's bytes, for a receipt that has only its digest; with disclosures or
    ///     without.
    ///   - now: the time at which the anchor must be fresh; not the time of the receipt.
    /// - Returns: what was found; `basis` says what it rests on.
    public func verify(
        _ receipt: [UInt8], entry: [UInt8]? = nil, now: Int64
    ) -> VerificationReport {
        var findings = Findings()
        let proof: ReceiptExamination.Proof
        do {
            proof = try Self.proof(in: receipt)
        } catch {
            findings.fail(.form, "\(error)")
            return findings.report(on: "a receipt", basis: .nothing)
        }
        guard let now = Timestamp(seconds: now, nanoseconds: 0) else {
            findings.fail(.anchor, "\(now) s after 1970 is no time to verify at")
            return findings.report(on: "a receipt", basis: .nothing)
        }
        var examination = ReceiptExamination(
            proof, trust: trust, key: key, now: now)
        return examination.report(entry: entry)
    }

    /// The digest of the entry that a receipt is about, 32 bytes; nil where it is no receipt.
    package static func entryDigest(of receipt: [UInt8]) -> [UInt8]? {
        // What is wrong with it, verifying it says.
        guard let proof = try? proof(in: receipt) else { return nil }
        return switch proof {
        case .batch(let receipt): receipt.item.digest.bytes
        case .log(let receipt): receipt.frame.item.digest.bytes
        }
    }

    /// Reads either kind; what is neither is complained about as the common one.
    private static func proof(
        in bytes: [UInt8]
    ) throws(EvidenceError) -> ReceiptExamination.Proof {
        do {
            return .log(try LogReceipt(decoding: bytes))
        } catch {
            return .batch(try Receipt(decoding: bytes))
        }
    }
}
