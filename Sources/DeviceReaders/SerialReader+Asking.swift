import DeviceMaps
import Intake

extension SerialReader {
    /// Asks at a fixed rate and takes the answers.
    func ask<Pace: Clock>(
        _ question: [UInt8], _ pace: Pace, taking take: (ScaleLine) -> Void,
        on connection: isolated SerialConnection
    ) async where Pace.Duration == Duration {
        var scanner = map.scanner()
        var rhythm = PollRhythm(start: pace.now, interval: period)
        while !Task.isCancelled {
            let start = pace.now
            var isAway = false
            do throws(SerialError) {
                take(try answer(to: question, &scanner, pace, on: connection))
            } catch {
                // A late answer belongs to no question: a new connection cannot carry it.
                connection.closeIfRemote()
                if !Task.isCancelled { take(silence("\(map.title): \(error)")) }
                isAway = true
            }
            note(scanner.counts)
            rhythm.polled(from: start, to: pace.now, isAway: isAway)
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await pace.sleep(until: rhythm.due, tolerance: nil)
        }
    }

    /// The first frame that is an answer to this question, however it reads.
    private func answer<Pace: Clock>(
        to question: [UInt8], _ scanner: inout FrameScanner, _ pace: Pace,
        on connection: isolated SerialConnection
    ) throws(SerialError) -> ScaleLine where Pace.Duration == Duration {
        scanner.reset()
        _ = try connection.open()
        try connection.ask(question)
        let deadline = pace.now.advanced(by: settings.timeout)
        var complaint = ""
        while pace.now < deadline, !Task.isCancelled {
            let patience = min(pace.now.duration(to: deadline), .milliseconds(100))
            for event in scanner.receive(try connection.receive(within: patience)) {
                switch event {
                case .complaint(let error): complaint = "; \(error)"
                case .frame(let frame):
                    do throws(FrameError) {
                        return try reading(of: frame)
                    } catch {
                        // Another device of a shared line may be speaking: ours is yet to come.
                        guard error.code == .foreign else {
                            return silence("\(map.title): \(error)")
                        }
                        complaint = "; \(error)"
                    }
                }
            }
        }
        throw SerialError(.timedOut, "no answer within \(settings.timeout)\(complaint)")
    }
}
