import ArgumentParser
import Evidence
import Gateway
import SiteKeys
import WeighpostVerify
import Wire

/// Verifies what others show, without asking anybody.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a receipt, an entry or a whole journal offline.",
        discussion: """
            Exits 0 when everything verifies, 1 when something does not, and says what; 65 when a \
            file cannot be read at all.
            """,
        subcommands: [OfReceipt.self, OfEntry.self, OfJournal.self])
}

/// Shows reports, and decides how the program ends.
struct Verdicts {
    let json: Bool
    private(set) var failed = 0
    private(set) var count = 0

    init(json: Bool) { self.json = json }

    /// Shows one report under the name of its file.
    mutating func show(_ report: VerificationReport, of name: String) {
        count += 1
        if !report.isVerified { failed += 1 }
        if json {
            let event = GatewayEvent(
                "verification", "\(name): \(report.verdict)",
                [
                    ("file", .text(name)), ("subject", .text(report.subject)),
                    ("verified", .flag(report.isVerified)), ("verdict", .text(report.verdict)),
                    ("basis", .text(report.basis.rawValue)),
                    ("failures", .list(report.failures.map(\.message))),
                ])
            Output.line(event.json)
            return
        }
        Output.line(
            "\(name): \(report.verdict) (\(report.subject); basis: \(report.basis.rawValue))")
        let shown = report.isVerified && count > 1 ? [] : report.findings
        for finding in shown { Output.line("  \(finding)") }
    }

    /// Ends with 1 when something did not verify.
    func finish() throws {
        if count > 1, !json { Output.line("\(count - failed) of \(count) verified") }
        if failed > 0 { throw Exit.refuted }
    }
}

extension Verify {
    /// Verifies receipts.
    struct OfReceipt: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "receipt",
            abstract: "Verify receipts against an anchor.",
            discussion: """
                Example: weighpost verify receipt receipt-7.cbor --chain-id weighpost-1 \
                --anchor 1:5F3A… --key signing.pub

                A receipt may hold only the digest of its entry. The key is then checked with the \
                entry itself: add --entry entry-7.cose, or any number of entries.

                The anchor is a block of the chain that you know from somebody you trust; it is \
                never taken from the receipt. It may be the block where the receipt's way begins, or \
                any other on that way. An anchor older than the trusting period makes the answer \
                "archival", which is not "verified".

                Witnesses and times that the file states are shown, and nothing proves them.
                """)

        @Argument(help: "The receipts.")
        var files: [String]

        @Option(help: "The id of the chain.")
        var chainID: String

        @Option(help: "Where trust begins: HEIGHT:HASH.")
        var anchor: String

        @Option(help: "The gateway's public key (PEM); without it the receipt's own key counts.")
        var key: String?

        @Option(
            parsing: .upToNextOption,
            help: "Entries, for receipts that hold only the digest of theirs.")
        var entry: [String] = []

        @Option(help: "Days that a header is good for.")
        var trustingPeriod: Int64 = 90

        @Option(help: "Verify as of this time, seconds since 1970; now without it.")
        var at: Int64?

        @Flag(help: "Print each verdict as a line of JSON.")
        var json = false

        func run() throws {
            let parts = anchor.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let height = Int64(parts[0]),
                let hash = Self.bytes(hex: parts[1]), (1...36_500).contains(trustingPeriod),
                let trust = ChainTrust(
                    chainID: chainID, height: height, hash: hash,
                    trustingPeriodSeconds: trustingPeriod * 86_400)
            else { throw ValidationError("--anchor is HEIGHT:HASH, the hash 64 hex digits") }
            let raw = try key.map { try Verify.publicKey($0) }
            guard let verifier = ReceiptVerifier(trust: trust, publicKey: raw) else {
                throw ValidationError("--key is not an Ed25519 key")
            }
            let entries = try entriesByDigest()
            var verdicts = Verdicts(json: json)
            for file in files {
                let receipt = try Files.read(file)
                let beside = ReceiptVerifier.entryDigest(of: receipt).flatMap { entries[$0] }
                verdicts.show(
                    verifier.verify(receipt, entry: beside, now: at ?? WallClock.seconds), of: file)
            }
            try verdicts.finish()
        }

        /// The entries at hand; one that is none ends the program with 1.
        private func entriesByDigest() throws -> [[UInt8]: [UInt8]] {
            var found: [[UInt8]: [UInt8]] = [:]
            for file in entry {
                let bytes = try Files.read(file)
                do {
                    let digest = try PresentedEntry(decoding: bytes).entry.digest
                    found[digest.bytes] = bytes
                } catch {
                    throw Exit.failing(Exit.refuted, "\(file): \(error)")
                }
            }
            return found
        }

        private static func bytes(hex: Substring) -> [UInt8]? {
            let digits = hex.compactMap(\.hexDigitValue)
            guard digits.count == hex.count, digits.count == 64 else { return nil }
            return (0..<32).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) }
        }
    }

    /// Verifies entries.
    struct OfEntry: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "entry",
            abstract: "Verify entries, and the disclosures they were handed over with.",
            discussion: "Example: weighpost verify entry entry-7.cose --key signing.pub")

        @Argument(help: "The entries.")
        var files: [String]

        @Option(help: "The gateway's public key (PEM).")
        var key: String

        @Flag(help: "Print each verdict as a line of JSON.")
        var json = false

        func run() throws {
            guard let verifier = EntryVerifier(publicKey: try Verify.publicKey(key)) else {
                throw ValidationError("--key is not an Ed25519 key")
            }
            var verdicts = Verdicts(json: json)
            for file in files { verdicts.show(verifier.verify(try Files.read(file)), of: file) }
            try verdicts.finish()
        }
    }

    /// Reads a public key; ends the program with 65 when it is none.
    static func publicKey(_ path: String) throws -> [UInt8] {
        do {
            return try KeyFile.verifyingKey(at: path).raw
        } catch let error as KeyFileError {
            throw Exit.failing(Exit.unreadable, error.message)
        }
    }
}
