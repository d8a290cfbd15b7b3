import ArgumentParser
import DeviceMaps
import Gateway

/// What a technician does with device maps, without a device.
struct MapVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Check, show, replay and begin device maps.",
        subcommands: [Lint.self, Show.self, Replay.self, New.self])

    /// Opens a map; ends the program with 78 when it is refused.
    static func open(_ path: String) throws -> MapFile {
        do {
            return try MapFile(path)
        } catch {
            throw Exit.failing(Exit.configuration, error.message)
        }
    }
}

extension MapVerb {
    /// Checks maps.
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check maps: every finding with its place and what to do.",
            discussion: """
                Example: weighpost map lint Devices/flintec/ft-10.yaml

                Exits 0 when there is nothing to mend, 1 when there is, 78 when a map is refused.
                """)

        @Argument(help: "The maps.")
        var files: [String]

        func run() throws {
            var findings = 0
            for file in files {
                let opened = try MapVerb.open(file)
                for finding in opened.findings { Output.line(finding) }
                findings += opened.findings.count
                if opened.findings.isEmpty {
                    Output.line("\(file): \(describe(opened)): good")
                }
            }
            if findings > 0 { throw Exit.refuted }
        }

        private func describe(_ file: MapFile) -> String {
            let count = file.frames?.count ?? 0
            return switch file.content {
            case .scale(let map): "\(file.title), grade \(map.grade), \(count) golden frames"
            case .sensors(let map): "\(file.title), grade \(map.grade), \(count) golden frames"
            case .payload: "\(file.title), payloads, \(count) golden messages"
            }
        }
    }

    /// Shows what a map asks and how it understands the answer.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a map asks of the device and how it reads the answer.",
            discussion: "Example: weighpost map show Devices/flintec/ft-10.yaml")

        @Argument(help: "The map.")
        var file: String

        func run() throws {
            let lines =
                switch try MapVerb.open(file).content {
                case .scale(.registers(let map)): MapPage(map).lines
                case .scale(.frames(let map)): FrameMapPage(map).lines
                case .sensors(let map): MapPage(map).lines
                case .payload(let map): PayloadMapPage(map).lines
                }
            for line in lines { Output.line(line) }
        }
    }

    /// Replays golden frames.
    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decode a map's golden frames and compare.",
            discussion: "Example: weighpost map replay Devices/flintec/ft-10.yaml")

        @Argument(help: "The maps.")
        var files: [String]

        func run() throws {
            var failed = 0
            for file in files {
                let opened = try MapVerb.open(file)
                guard let frames = opened.frames, !frames.isEmpty else {
                    throw Exit.failing(Exit.unreadable, "there is no \(opened.replayPath)")
                }
                for frame in frames {
                    let isGood = frame.mismatches.isEmpty
                    Output.line("\(isGood ? "good" : "BAD ")  \(frame.title)")
                    for mismatch in frame.mismatches { Output.line("      \(mismatch)") }
                    if !isGood { failed += 1 }
                }
                Output.line("\(file): \(frames.count - failed) of \(frames.count) frames are good")
            }
            if failed > 0 { throw Exit.refuted }
        }
    }

    /// Begins a map.
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the beginning of a map, to be filled in from the maker's manual.",
            discussion: """
                Example: weighpost map new --maker Example --model E1 --out e1.yaml

                Writes e1.yaml and e1.replay; existing files are not overwritten. 'weighpost probe \
                --draft' writes a map whose weight was found on the device.
                """)

        @Option(help: "The maker.")
        var maker: String

        @Option(help: "The model.")
        var model: String

        @Option(help: "The new file.")
        var out: String

        func run() throws {
            let draft = MapDraft(maker: maker, model: model)
            try Files.write([UInt8](draft.map.utf8), to: out)
            let replay = MapFile.beside(out, "replay")
            try Files.write([UInt8](draft.replay.utf8), to: replay)
            Output.line("wrote \(out) and \(replay); next: weighpost map lint")
        }
    }
}
