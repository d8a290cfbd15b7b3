import DeviceMaps
import Intake

extension SerialReader {
    /// How long one read may block: a cancelled reader ends within it.
    private static var slice: Duration { .milliseconds(100) }

    /// Takes what a device sends by itself.
    func listen<Pace: Clock>(
        _ pace: Pace, taking take: (ScaleLine) -> Void, on connection: isolated SerialConnection
    ) async where Pace.Duration == Duration {
        let patience = period * Self.patience
        var scanner = map.scanner()
        var rhythm = PollRhythm(start: pace.now, interval: period)
        var watch = LineWatch(start: pace.now, patience: patience)
        while !Task.isCancelled {
            let start = pace.now
            do throws(SerialError) {
                if try connection.open() {
                    scanner.reset()
                    watch = LineWatch(start: pace.now, patience: patience)
                }
                let bytes = try connection.receive(within: min(period, Self.slice))
                let hasFrame = lines(of: bytes, &scanner, taking: take)
                if !bytes.isEmpty { rhythm = PollRhythm(start: pace.now, interval: period) }
                let verdict = watch.verdict(
                    hasBytes: !bytes.isEmpty, hasFrame: hasFrame, at: pace.now)
                if verdict != .speaking { take(silence(unheard(scanner))) }
                if verdict == .dead { connection.closeIfRemote() }
            } catch {
                take(silence("\(map.title): \(error)"))
                rhythm.polled(from: start, to: pace.now, isAway: true)
                // Only a cancelled sleep throws, and the loop sees that itself.
                try? await pace.sleep(until: rhythm.due, tolerance: nil)
            }
        }
    }

    /// Gives a line for every event; whether a frame was among them.
    private func lines(
        of bytes: [UInt8], _ scanner: inout FrameScanner, taking take: (ScaleLine) -> Void
    ) -> Bool {
        var hasFrame = false
        let events = scanner.receive(bytes)
        note(scanner.counts)
        for event in events {
            switch event {
            case .frame(let frame):
                hasFrame = true
                do throws(FrameError) {
                    take(try reading(of: frame))
                } catch {
                    take(silence("\(map.title): \(error)"))
                }
            case .complaint(let error): take(silence("\(map.title): \(error)"))
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
