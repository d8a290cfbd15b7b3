import DeviceMaps
import Glibc
import Intake
import Synchronization
import TestKit
import Testing

@testable import DeviceReaders

@Suite("Reading a scale from a serial line")
struct SerialReaderTests {
    private let folder: TemporaryDirectory
    private let path: String

    init() throws {
        folder = try TemporaryDirectory()
        path = folder.file("usb-indicator")
    }

    private func settings(_ line: SerialLine? = nil) -> SerialReader.Settings {
        SerialKit.settings(.tty(path: path, line: line))
    }

    @Test(
        "weights arrive as they are shown, in whatever pieces the line delivers them",
        .timeLimit(.minutes(1)),
        arguments: [
            ("mettler-toledo/continuous", "24680"), ("mettler-toledo/continuous", "100020"),
            ("flintec/continuous", "1.000"), ("yaohua/xk3190-tf0", "-40"),
            ("cas/22-byte", "24680"), ("a-and-d/standard", "-20"), ("rinstrum/fmt-2", "24.68"),
        ])
    func weights(name: String, weight: String) async throws {
        let indicator = try PseudoTerminal(path: path)
        let frame = try SerialKit.frame(name, weight: weight)
        let device: @Sendable () async -> Void = {
            await SerialKit.repeatedly {
                indicator.send(Array(frame.prefix(5)))
                indicator.send(Array(frame.dropFirst(5)))
            }
        }
        try await SerialKit.reading(name, settings(), device: device) { reader in
            let first = try await reader.nextReading().reading
            #expect(first.shown.description.hasPrefix(weight + " "))
            #expect(first.registers == frame)
            let second = try await reader.nextReading().reading
            #expect(second.monotonic >= first.monotonic)
            #expect(reader.reader.counts.frames >= 2)
        }
    }

    @Test(
        "the line gets the speed that the site says", .timeLimit(.minutes(1)),
        arguments: [
            (300, B300), (600, B600), (1_200, B1200), (2_400, B2400), (4_800, B4800),
            (9_600, B9600), (19_200, B19200), (38_400, B38400), (57_600, B57600),
            (115_200, B115200), (230_400, B230400),
        ])
    func speeds(baud: Int, speed: Int32) async throws {
        let indicator = try PseudoTerminal(path: path)
        let frame = try SerialKit.frame("yaohua/xk3190-tf0", weight: "24680")
        let line = SerialLine(baud: baud, bits: 8, parity: .none, stop: 1)
        try await SerialKit.reading(
            "yaohua/xk3190-tf0", settings(line),
            device: { await SerialKit.repeatedly { indicator.send(frame) } }
        ) { reader in
            _ = try await reader.nextReading()
            #expect(indicator.settings?.speed == speed_t(speed))
        }
    }

    /// A pseudo-terminal has no parity, so it shows what a port does that lacks something.
    @Test("a port that cannot do the bits is refused and not read wrongly", .timeLimit(.minutes(1)))
    func unsupported() async throws {
        let indicator = try PseudoTerminal(path: path)
        let frame = try SerialKit.frame("a-and-d/standard", weight: "24680")
        let line = SerialLine(baud: 9_600, bits: 7, parity: .even, stop: 1)
        try await SerialKit.reading(
            "a-and-d/standard", settings(line),
            device: { await SerialKit.repeatedly { indicator.send(frame) } }
        ) { reader in
            for await line in reader.lines.all.prefix(2) {
                guard case .silent(let reason, _) = line else {
                    Issue.record("read over a line that was not set")
                    return
                }
                #expect(reason.contains("cannot do 9600 7E1"))
            }
        }
    }

    @Test("what is no port, or not there, is silent with its reason", .timeLimit(.minutes(1)))
    func noPort() async throws {
        try await SerialKit.reading("a-and-d/standard", settings()) { reader in
            try await reader.nextSilence(saying: "cannot be opened")
        }
        try Array("a file".utf8).withUnsafeBytes { bytes in
            let file = try #require(fopen(path, "w"))
            fwrite(bytes.baseAddress, 1, bytes.count, file)
            fclose(file)
        }
        try await SerialKit.reading("a-and-d/standard", settings()) { reader in
            try await reader.nextSilence(saying: "not a serial port")
        }
    }

    @Test(
        "a tty that vanishes and returns under its name is read again without help",
        .timeLimit(.minutes(1)))
    func vanishing() async throws {
        let plugged = Mutex<PseudoTerminal?>(try PseudoTerminal(path: path))
        let frame = try SerialKit.frame("rice-lake/stream", weight: "24680")
        try await SerialKit.reading(
            "rice-lake/stream", settings(),
            device: { await SerialKit.repeatedly { plugged.withLock { $0?.send(frame) } } }
        ) { reader in
            for _ in 0..<3 {
                #expect(try await reader.nextReading().reading.shown.digits == 24_680)
                plugged.withLock { $0 = nil }
                try await reader.nextSilence(saying: "is gone")
                try await reader.nextSilence(saying: "cannot be opened")
                let again = try PseudoTerminal(path: path)
                plugged.withLock { $0 = again }
            }
            _ = try await reader.nextReading()
        }
    }

    @Test("noise is silence with its reason, and never a weight", .timeLimit(.minutes(1)))
    func noise() async throws {
        let indicator = try PseudoTerminal(path: path)
        let noise = [UInt8](repeating: 0xB5, count: 100)
        let frame = try SerialKit.frame("yaohua/xk3190-tf0", weight: "24680")
        var wrong = frame
        wrong[4] ^= 1
        let sent = Mutex(noise + wrong)
        try await SerialKit.reading(
            "yaohua/xk3190-tf0", settings(),
            device: { await SerialKit.repeatedly { indicator.send(sent.withLock { $0 }) } }
        ) { reader in
            for _ in 0..<20 {
                var lines = reader.lines.all.makeAsyncIterator()
                guard case .silent? = await lines.next() else {
                    Issue.record("noise became a reading")
                    return
                }
            }
            try await reader.nextSilence(saying: "checksum")
            try await reader.nextSilence(saying: "baud rate")
            sent.withLock { $0 = noise + frame }
            #expect(try await reader.nextReading().reading.shown.digits == 24_680)
            #expect(
                reader.reader.counts.badChecksums > 0 && reader.reader.counts.strayBytes > 1_000)
        }
    }

    @Test(
        "an indicator that should speak and does not is silent, again and again",
        .timeLimit(.minutes(1)))
    func mute() async throws {
        let indicator = try PseudoTerminal(path: path)
        let clock = ContinuousClock()
        let start = clock.now
        try await SerialKit.reading("sma/standard", settings()) { reader in
            try await reader.nextSilence(saying: "no answer")
        }
        try await SerialKit.reading("rice-lake/stream", settings()) { reader in
            for _ in 0..<3 { try await reader.nextSilence(saying: "no frame for") }
            #expect(indicator.received().isEmpty || start < clock.now)
        }
        #expect(start.duration(to: clock.now) < .seconds(20))
    }

    @Test("two programs never listen to one line: each would get half of the frames")
    func exclusive() async throws {
        let indicator = try PseudoTerminal(path: path)
        let line = SerialLine(baud: 9_600, bits: 8, parity: .none, stop: 1)
        func open() throws(SerialError) {
            let port = try SerialPort(path: path, line: line, canWrite: false)
            // The first is open as long as this is not over.
            let error = #expect(throws: SerialError.self) {
                _ = try SerialPort(path: path, line: line, canWrite: false)
            }
            #expect(error?.message.contains("another program") == true, "\(error as Any)")
            #expect(try port.read(within: .zero) == [])
        }
        try open()
        // And it can be opened again after it was closed, though its other side stayed.
        try open()
        #expect(indicator.settings?.stopBits == 1)
    }

    @Test("a line that is only listened to is never written to", .timeLimit(.minutes(1)))
    func listeningOnly() async throws {
        let indicator = try PseudoTerminal(path: path)
        let frame = try SerialKit.frame("rice-lake/stream", weight: "24680")
        let sent = Mutex<[UInt8]>([])
        try await SerialKit.reading(
            "rice-lake/stream", settings(),
            device: {
                await SerialKit.repeatedly {
                    indicator.send(frame)
                    sent.withLock { $0 += indicator.received() }
                }
            }
        ) { reader in
            _ = try await reader.nextReading()
            // From here on the line is raw and echoes nothing: what comes was written.
            sent.withLock { $0 = [] }
            for _ in 0..<10 { _ = try await reader.nextReading() }
            #expect(sent.withLock { $0 } == [])
        }
    }
}
