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
                    ("rests_on_third", .flag(report.restsOnThird)),
                    ("failures", .list(report.failures.map(\.message))),
                ])
            Output.line(event.json())
            return
        }
        Output.line(
            "\(name): \(report.verdict) (\(report.subject); basis: \(report.basis.rawValue))")
        // Of many that hold only what somebody has to look at.
        let isBrief = report.isVerified && count > 1
        let shown = isBrief ? report.findings.filter { $0.code == .share } : report.findings
        for finding in shown { Output.line("  \(finding)") }
    }

    /// Shows that nothing could be held against a file, which counts as not verified.
    mutating func refuse(_ name: String, _ subject: String, because reason: String) {
        (count, failed) = (count + 1, failed + 1)
        guard json else { return Output.line("\(name): not verified (\(subject); \(reason))") }
        let event = GatewayEvent(
            "verification", "\(name): not verified",
            [
                ("file", .text(name)), ("subject", .text(subject)), ("verified", .flag(false)),
                ("verdict", .text("not verified")),
                ("basis", .text(VerificationReport.Basis.nothing.rawValue)),
                ("failures", .list([reason])),
            ])
        Output.line(event.json())
    }

    /// Ends with 1 when something did not verify.
    func finish() throws {
        if count > 1, !json { Output.line("\(count - failed) of \(count) verified") }
        if failed > 0 { throw Exit.refuted }
    }
}

extension Verify {
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
