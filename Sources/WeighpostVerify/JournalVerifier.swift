import Evidence
import Wire

/// Verifies a journal as it streams past: hand in the entries in order, then ask for the report.
///
/// Memory grows by the 16 bytes of each entry's identity, which must not come twice.
public struct JournalVerifier: Sendable {
    /// The most findings that are kept; what is beyond is counted.
    public static let maximumFindings = 100

    private var keys: KeyHistory
    /// What the next entry must follow; nil after one that could not be read.
    private var previous: Digest?
    private var lastSeq: UInt64
    private var gateway: String?
    private var identities: Set<UUIDv7> = []
    private var findings = Findings()
    private var unlisted = 0
    /// How many entries were handed in.
    public private(set) var count = 0

    /// Takes the gateway's public key, for a whole journal; nil unless the key has 32 bytes.
    ///
    /// Where the gateway has changed its key, and the key at hand is not its first one, the journal's
    /// key entries lead from one to the other: hand them in, in their order. They are verified.
    public init?(publicKey: [UInt8], keyEntries: [[UInt8]] = []) {
        self.init(publicKey: publicKey, afterEntry: 0, digest: Digest.zero.bytes)
        do {
            keys = try KeyHistory(
                keyEntries: try keyEntries.map { try JournalEntry(decoding: $0) },
                trusted: keys.current)
        } catch {
            findings.fail(.signature, "the changes of keys: \(error)")
        }
    }

    /// Starts after an entry whose number and digest are known; nil for a wrong length.
    public init?(publicKey: [UInt8], afterEntry seq: UInt64, digest: [UInt8]) {
        guard let key = VerifyingKey(raw: publicKey), let digest = Digest(digest) else {
            return nil
        }
        (keys, previous, lastSeq) = (KeyHistory(key), digest, seq)
    }

    /// The number of the last entry handed in.
    public var headSequence: UInt64 { lastSeq }
    /// The digest of the last entry, 32 bytes; empty after one that could not be read.
    public var headDigest: [UInt8] { previous?.bytes ?? [] }

    /// Takes the next entry.
    public mutating func take(_ entry: [UInt8]) {
        take(CheckedEntry(entry, keys: keys))
    }

    /// Takes the next entries, in order; their signatures are checked on all cores.
    public mutating func take(_ entries: [[UInt8]]) async {
        for checked in await CheckedEntry.all(entries, keys: keys) { take(checked) }
    }

    /// What was found so far.
    public var report: VerificationReport {
        var findings = findings
        if unlisted > 0 {
            findings.fail(.form, "\(unlisted) more findings are not listed")
        }
        if !findings.hasFailures, count > 0 {
            findings.note(
                .link,
                "\(count) entries, each follows the one before, head \(Hex.encode(headDigest))")
            findings.note(.signature, "each is signed with key \(keys.epochs[0].key.thumbprint)")
            for change in keys.epochs.dropFirst() where change.first <= lastSeq + 1 {
                findings.note(
                    .signature, "from entry \(change.first) on with key \(change.key.thumbprint)")
            }
        }
        return findings.report(
            on: "journal of \(gateway ?? "a gateway") up to entry \(lastSeq)",
            basis: count > 0 ? .publicKey : .nothing)
    }

    private mutating func take(_ checked: CheckedEntry) {
        count += 1
        guard let entry = checked.entry else {
            lastSeq += 1
            previous = nil
            fail(.form, "entry \(lastSeq) cannot be read: \(checked.fault(by: keys) ?? "")")
            return
        }
        if let fault = checked.fault(by: keys) {
            fail(.signature, fault)
        } else {
            keys.follow(entry)
        }
        checkPlace(of: entry)
        if let gateway, gateway != entry.gateway {
            fail(.gateway, "entry \(entry.seq) is of \(entry.gateway), not of \(gateway)")
        }
        gateway = gateway ?? entry.gateway
        if !identities.insert(entry.id).inserted {
            fail(.identity, "entry \(entry.seq) has the identity \(entry.id) of an earlier one")
        }
        // Goes on from what is there, so that every fault is named once.
        (lastSeq, previous) = (entry.seq, entry.digest)
    }

    private mutating func checkPlace(of entry: JournalEntry) {
        if entry.seq != lastSeq + 1 {
            fail(.sequence, "entry \(entry.seq) stands where entry \(lastSeq + 1) belongs")
        } else if let previous, entry.prev != previous {
            fail(
                .link,
                "entry \(entry.seq) follows \(entry.prev), and entry \(lastSeq) is \(previous)")
        }
    }

    private mutating func fail(_ code: Finding.Code, _ message: String) {
        guard findings.list.count < JournalVerifier.maximumFindings else {
            unlisted += 1
            return
        }
        findings.fail(code, message)
    }
}

/// An entry that was read and whose signature was checked, on whatever core.
private struct CheckedEntry: Sendable {
    let entry: JournalEntry?
    private let fault: String?
    /// The key it was held against.
    private let key: VerifyingKey?

    init(_ bytes: [UInt8], keys: KeyHistory) {
        do {
            let entry = try JournalEntry(decoding: bytes)
            self.entry = entry
            let key = keys.key(for: entry.seq)
            (self.key, fault) = (key, Self.fault(of: entry, key))
        } catch {
            (entry, key, fault) = (nil, nil, error.message)
        }
    }

    /// What is wrong with it, also when the key was changed by an entry just before it.
    func fault(by keys: KeyHistory) -> String? {
        guard let entry, keys.key(for: entry.seq) != key else { return fault }
        return Self.fault(of: entry, keys.key(for: entry.seq))
    }

    private static func fault(of entry: JournalEntry, _ key: VerifyingKey) -> String? {
        do {
            try entry.verify(key)
            return nil
        } catch {
            return error.message
        }
    }

    /// So many entries make one piece of work for one core.
    private static let piece = 256

    static func all(_ entries: [[UInt8]], keys: KeyHistory) async -> [CheckedEntry] {
        await withTaskGroup(of: (start: Int, checked: [CheckedEntry]).self) { group in
            for start in stride(from: 0, to: entries.count, by: piece) {
                let part = entries[start..<min(start + piece, entries.count)]
                group.addTask { (start, part.map { CheckedEntry($0, keys: keys) }) }
            }
            var pieces: [(start: Int, checked: [CheckedEntry])] = []
            for await piece in group { pieces.append(piece) }
            return pieces.sorted { $0.start < $1.start }.flatMap(\.checked)
        }
    }
}
