import ArgumentParser
import DeviceMaps
import DeviceReaders
import Intake

/// Looks at a device that sends strings, by its map.
struct FrameWatch {
    private let map: FrameMap
    private let probe: FrameProbe
    private let question: [UInt8]?
    private let settings: ScaleSettings

    init(_ options: ModbusOptions, _ map: FrameMap, ask: Bool, exponent: Int) throws {
        self.map = map
        if case .polled(let poll) = map.talk {
            guard ask else {
                throw ValidationError(
                    "\(map.title) answers questions: --ask lets the map's own be sent, a read")
            }
            question = poll.request(address: .first)
        } else {
            question = nil
        }
        probe = FrameProbe(options.route(map.line), line: map.line, canAsk: question != nil)
        settings = ScaleMap.frames(map).settings(exponent: exponent, unit: .kilogram)
    }

    func run(watch: Bool) async throws {
        repeat {
            do {
                let bytes = try await probe.listen(for: .seconds(1), asking: question)
                if watch { Output.write("\u{1B}[H\u{1B}[2J", to: 1) }
                let isRead = show(bytes)
                if !watch {
                    await probe.close()
                    if !isRead { throw Exit.unavailable }
                    return
                }
            } catch let error as SerialError {
                throw Exit.failing(Exit.unavailable, "\(error)")
            }
        } while true
    }

    /// Whether there was a weight.
    private func show(_ bytes: [UInt8]) -> Bool {
        let text = FrameText(bytes, by: map, settings)
        Output.line("\(map.title), map version \(map.version), grade \(map.grade), \(map.line)")
        Output.line(
            "  \(bytes.count) bytes in a second: \(text.frames) frames, "
                + "\(text.counts.badChecksums) wrong checksums, \(text.counts.badLengths) wrong "
                + "lengths, \(text.counts.strayBytes) bytes of no frame")
        if let latest = text.latest {
            Output.line("  \(FrameText.raw(latest.bytes))")
            Output.line("  a weighing would be \(latest.said)")
        } else {
            Output.line("  \(FrameText.raw(Array(bytes.suffix(24))))")
            Output.line(
                bytes.isEmpty
                    ? "  nothing comes: is the device set to send, are the wires right?"
                    : "  no frame of this map: are baud rate, parity and format right? "
                        + "'probe --find --strings Devices/*/*.yaml' tries them all")
        }
        return text.readings > 0
    }
}
