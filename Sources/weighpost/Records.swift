import ArgumentParser
import Evidence
import Gateway
import Intake
import JournalStore
import SiteKeys
import Wire

/// What the journal holds.
struct Records: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "List, show and export the journal's entries and receipts; correct and void loads.",
        subcommands: [
            List.self, Show.self, Export.self, Prove.self, Correct.self, Void.self,
        ])

    /// Lists the entries.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the journal's entries and whether they are delivered.",
            discussion: "Example: weighpost records list --config /etc/weighpost/weighpost.yaml")

        @Option(help: "The configuration file.")
        var config: String

        @Flag(help: "Print each entry as a line of JSON.")
        var json = false

        func run() throws {
            let reader = try Records.open(config)
            let delivered = try reader.delivered()
            let said = try Self.said(in: reader)
            try reader.forEachEntry { seq, bytes in
                let entry = try JournalEntry(decoding: bytes)
                show(entry, isDelivered: delivered.contains(seq), said: said[seq])
            }
        }

        /// What was said later of entries: the newest correction, or the void, in words.
        private static func said(in reader: JournalReader) throws -> [UInt64: String] {
            var said: [UInt64: String] = [:]
            try reader.forEachEntry(of: .correction) { bytes in
                let entry = try JournalEntry(decoding: bytes)
                for one in entry.body.references { said[one.seq] = "corrected by \(entry.seq)" }
            }
            try reader.forEachEntry(of: .void) { bytes in
                let entry = try JournalEntry(decoding: bytes)
                for one in entry.body.references { said[one.seq] = "voided by \(entry.seq)" }
            }
            return said
        }

        private func show(_ entry: JournalEntry, isDelivered: Bool, said: String?) {
            let time = Timestamp(seconds: entry.time, nanoseconds: 0)?.rfc3339 ?? ""
            if json {
                let event = GatewayEvent(
                    "entry", entry.summary,
                    [
                        ("seq", .number(Int64(entry.seq))), ("kind", .text("\(entry.kind)")),
                        ("id", .text(entry.id.description)), ("time", .text(time)),
                        ("digest", .text(entry.digest.description)),
                        ("delivered", .flag(isDelivered)), ("said_since", .text(said ?? "")),
                    ])
                Output.line(event.json())
            } else {
                let number = String(entry.seq)
                let space = String(repeating: " ", count: max(0, 6 - number.count))
                Output.line(
                    "\(space)\(number)  \(time)  \(isDelivered ? "delivered" : "waiting  ")  "
                        + "\(entry.digest.description.prefix(12))  \(entry.summary)"
                        + (said.map { " (\($0))" } ?? ""))
            }
        }
    }

    /// Writes entries and receipts as files.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write every entry and every receipt into a folder.",
            discussion: """
                Example: weighpost records export --config weighpost.yaml --out /tmp/records

                Writes entry-N.cose and, for delivered entries, receipt-N.cbor. Nothing in them \
                names a person. Takes an empty folder: it ends at the first file that is there.
                """)

        @Option(help: "The configuration file.")
        var config: String

        @Option(help: "An existing folder.")
        var out: String

        func run() throws {
            let reader = try Records.open(config)
            var counts = (entries: 0, receipts: 0)
            try reader.forEachEntry { seq, bytes in
                try Files.write(bytes, to: "\(out)/entry-\(seq).cose")
                counts.entries += 1
            }
            try reader.forEachReceipt { seq, bytes in
                try Files.write(bytes, to: "\(out)/receipt-\(seq).cbor")
                counts.receipts += 1
            }
            Output.line("wrote \(counts.entries) entries and \(counts.receipts) receipts to \(out)")
        }
    }

    /// Opens the journal that a configuration names.
    static func open(_ config: String) throws -> JournalReader {
        try naming { try JournalReader(try ConfigurationFile.load(config).state) }
    }

    /// Runs `body`; what fails in configuration, keys or journal ends the program with its words.
    static func naming<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as GatewayError {
            throw Exit.failing(Exit.configuration, error.message)
        } catch let error as KeyFileError {
            throw Exit.failing(Exit.configuration, error.message)
        } catch let error as JournalError {
            throw Exit.failing(Exit.unavailable, error.message)
        }
    }
}

extension JournalEntry {
    /// The public content in words.
    var summary: String {
        switch body {
        case .weighIn: "weigh-in"
        case .intake(let load), .reject(let load):
            "\(kind) of \(load.code?.printed ?? "no code"), net \(load.net), \(load.outcome)"
        case .event(let event):
            ["\(event.code)", event.subject, event.value.map { String($0) }].compactMap { $0 }
                .joined(separator: " ")
        case .outgoing(let load):
            "outgoing of \(load.code?.printed ?? "no code"), net \(load.net), "
                + "of \(load.loads.count) loads"
        case .correction(let correction):
            "correction of entry \(correction.load.seq) to "
                + "\(correction.code?.printed ?? "no code"), \(correction.reason)"
        case .void(let void): "void of entry \(void.entry.seq), \(void.reason)"
        case .closing(let closing): "closing of \(closing.day)"
        case .key(let change): "key \(change.next.thumbprint) from here on"
        }
    }
}
