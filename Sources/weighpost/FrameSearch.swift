import DeviceMaps
import DeviceReaders
import Gateway
import Intake

/// Tries line settings and frame maps on what a line brings, and says which of them read it.
struct FrameSearch {
    private let options: ModbusOptions
    private let maps: [(path: String, map: FrameMap)]
    private let ask: Bool

    /// Takes the frame maps among the files.
    init(_ options: ModbusOptions, _ files: [String], ask: Bool) throws {
        (self.options, self.ask) = (options, ask)
        var maps: [(path: String, map: FrameMap)] = []
        for path in files {
            if case .scale(.frames(let map)) = try MapVerb.open(path).content {
                maps.append((path, map))
            }
        }
        self.maps = maps
        guard !maps.isEmpty else {
            throw Exit.failing(Exit.unreadable, "there is no frame map among these files")
        }
    }

    /// How long each setting is listened to: the slowest formats send every half second.
    private static let span = Duration.milliseconds(1200)

    private typealias Found = (path: String, line: SerialLine, text: FrameText)

    func run() async throws {
        var found: [Found] = []
        for line in lines {
            found += try await listen(line)
            if ask { for (path, map) in maps { found += try await askFor(path, map, line) } }
            // Another setting cannot read what this one reads with its checksums and lengths.
            if found.contains(where: { $0.text.readings > 1 }) { break }
        }
        guard !found.isEmpty else {
            throw Exit.failing(
                Exit.unavailable,
                "no map reads what comes: is the device set to send, are the wires right? A device "
                    + "that only answers needs --ask")
        }
        for (path, line, text) in found.sorted(by: { $0.text.readings > $1.text.readings }) {
            let said = text.latest.map(\.said) ?? ""
            Output.line("\(path) at \(line): \(text.readings) readings, now \(said)")
        }
        Output.line("compare with the display, then: weighpost probe --map FILE --watch")
    }

    /// The lines that the maps propose, the commonest first; of a device server, none but its own.
    private var lines: [SerialLine] {
        guard options.device != nil else { return [maps[0].map.line] }
        if options.baud != nil { return [line(maps[0].map.line)] }
        let usual = [9600, 4800, 2400, 19_200, 1200].map {
            SerialLine(baud: $0, bits: 8, parity: .none, stop: 1)
        }
        let proposed = maps.map(\.map.line)
        var seen: Set<SerialLine> = []
        return (usual.filter(proposed.contains) + proposed + usual).map(line)
            .filter { seen.insert($0).inserted }
    }

    private func line(_ proposed: SerialLine) -> SerialLine {
        if case .tty(_, let line?) = options.route(proposed) { return line }
        return proposed
    }

    private func listen(_ line: SerialLine) async throws -> [Found] {
        let probe = FrameProbe(options.route(line), line: line, canAsk: false)
        let bytes = try await hear(probe, line, asking: nil)
        return maps.compactMap { path, map in
            guard case .continuous = map.talk else { return nil }
            return found(path, map, line, bytes)
        }
    }

    private func askFor(
        _ path: String, _ map: FrameMap, _ line: SerialLine
    ) async throws -> [Found] {
        guard case .polled(let poll) = map.talk else { return [] }
        let probe = FrameProbe(options.route(line), line: line, canAsk: true)
        let bytes = try await hear(probe, line, asking: poll.request(address: .first))
        return [found(path, map, line, bytes)].compactMap { $0 }
    }

    private func hear(
        _ probe: FrameProbe, _ line: SerialLine, asking question: [UInt8]?
    ) async throws -> [UInt8] {
        do throws(SerialError) {
            let bytes = try await probe.listen(for: Self.span, asking: question)
            await probe.close()
            if question == nil { Output.line("\(line): \(bytes.count) bytes") }
            return bytes
        } catch {
            await probe.close()
            guard error.code != .unsupported else {
                Output.line("\(line): \(error.message)")
                return []
            }
            throw Exit.failing(Exit.unavailable, error.message)
        }
    }

    private func found(
        _ path: String, _ map: FrameMap, _ line: SerialLine, _ bytes: [UInt8]
    ) -> Found? {
        let settings = ScaleMap.frames(map).settings(exponent: 0, unit: .kilogram)
        let text = FrameText(bytes, by: map, settings)
        return text.readings > 0 ? (path, line, text) : nil
    }
}
