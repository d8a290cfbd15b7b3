import ArgumentParser
import Evidence
import WeighpostVerify
import Wire

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
                entry itself: add --entry entry-7.cose, or several, each of which has to be the entry \
                of one of the receipts.

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

        @Flag(help: "Refuse a step that rests on less than two thirds of the validators before it.")
        var strict = false

        @Option(help: "Verify as of this time, seconds since 1970; now without it.")
        var at: Int64?

        @Flag(help: "Print each verdict as a line of JSON.")
        var json = false

        func run() throws {
            let verifier = try verifier()
            let beside = try entry.map(BesideEntry.init)
            var (verdicts, digests) = (Verdicts(json: json), Set<[UInt8]>())
            for file in files {
                let receipt = try Files.read(file)
                let digest = ReceiptVerifier.entryDigest(of: receipt)
                if let digest { digests.insert(digest) }
                let own = isOneOfEach ? beside.first : beside.first { $0.digest == digest }
                verdicts.show(
                    verifier.verify(receipt, entry: own?.bytes, now: at ?? WallClock.seconds),
                    of: file)
            }
            for one in beside where !isOneOfEach && !digests.contains(one.digest) {
                verdicts.refuse(one.file, "an entry", because: "none of these receipts is of it")
            }
            try verdicts.finish()
        }

        private func verifier() throws -> ReceiptVerifier {
            let parts = anchor.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let height = Int64(parts[0]),
                let hash = Self.bytes(hex: parts[1]), (1...36_500).contains(trustingPeriod),
                let trust = ChainTrust(
                    chainID: chainID, height: height, hash: hash,
                    trustingPeriodSeconds: trustingPeriod * 86_400, isStrict: strict)
            else { throw ValidationError("--anchor is HEIGHT:HASH, the hash 64 hex digits") }
            let raw = try key.map { try Verify.publicKey($0) }
            guard let verifier = ReceiptVerifier(trust: trust, publicKey: raw) else {
                throw ValidationError("--key is not an Ed25519 key")
            }
            return verifier
        }

        /// One receipt and one entry are meant for each other: the verifier says when they are not.
        private var isOneOfEach: Bool { files.count == 1 && entry.count == 1 }

        private static func bytes(hex: Substring) -> [UInt8]? {
            let digits = hex.compactMap(\.hexDigitValue)
            guard digits.count == hex.count, digits.count == 64 else { return nil }
            return (0..<32).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) }
        }
    }
}

/// An entry that was handed over beside receipts.
private struct BesideEntry {
    let file: String
    let bytes: [UInt8]
    let digest: [UInt8]

    /// Reads it; a file that is no entry ends the program with 1.
    init(_ file: String) throws {
        (self.file, bytes) = (file, try Files.read(file))
        do {
            digest = try PresentedEntry(decoding: bytes).entry.digest.bytes
        } catch {
            throw Exit.failing(Exit.refuted, "\(file): \(error)")
        }
    }
}
