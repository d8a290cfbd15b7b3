import DeviceMaps
import Intake

extension SerialReader {
    /// How long one read may block: a cancelled reader ends within it.
    private static var slice: Duration { .milliseconds(100) }
    /// After so long without a byte a connection to a device server is made anew.
    private static var deadAfter: Duration { .seconds(10) }

    /// Takes what a device sends by itself.
    func listen<Pace: Clock>(pace: Pace) async where Pace.Duration == Duration {
        var scanner = map.scanner()
        var rhythm = PollRhythm(start: pace.now, interval: period)
        var (lastFrame, lastByte) = (pace.now, pace.now)
        while !Task.isCancelled {
            do throws(SerialError) {
                if try await connection.open() {
                    scanner.reset()
                    (lastFrame, lastByte) = (pace.now, pace.now)
                }
                let bytes = try await connection.receive(within: min(period, Self.slice))
                let now = pace.now
                if take(bytes, &scanner) { lastFrame = now }
                if !bytes.isEmpty {
                    lastByte = now
                    rhythm = PollRhythm(start: now, interval: period)
                }
                if lastFrame.duration(to: now) >= period * Self.patience {
                    yield(silence(unheard(scanner)))
                    lastFrame = now
                }
                if lastByte.duration(to: now) >= Self.deadAfter {
                    await connection.closeIfRemote()
                    lastByte = now
                }
            } catch {
                yield(silence("\(map.title): \(error)"))
                // Only a cancelled sleep throws, and the loop sees that itself.
                try? await pace.sleep(
                    until: rhythm.next(after: pace.now, isAway: true), tolerance: nil)
            }
        }
    }

    /// Gives a line for every event; whether a frame was among them.
    private func take(_ bytes: [UInt8], _ scanner: inout FrameScanner) -> Bool {
        var hasFrame = false
        let events = scanner.receive(bytes)
        note(scanner.counts)
        for event in events {
            switch event {
            case .frame(let frame):
                hasFrame = true
                do throws(FrameError) {
                    yield(try reading(of: frame))
                } catch {
                    yield(silence("\(map.title): \(error)"))
                }
            case .complaint(let error): yield(silence("\(map.title): \(error)"))
            }
        }
        return hasFrame
    }

    private func unheard(_ scanner: FrameScanner) -> String {
        let counts = scanner.counts
        let seen =
            counts.frames == 0 && counts.strayBytes > 0
            ? "; bytes come, but no frame: are baud rate, parity and map right?" : ""
        return "\(map.title): no frame for \(period * Self.patience)\(seen)"
    }
}
