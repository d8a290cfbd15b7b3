/// Finds frames in the bytes of a serial line, however the bytes are split.
///
/// Its buffer never holds more than one frame. A frame that fails is searched for the next start
/// within, so a half frame costs the whole one behind it nothing. What fails is counted and told,
/// and is never a frame.
package struct FrameScanner: Sendable {
    /// After so many bytes without a frame it says that there is only noise.
    package static let noiseLimit = 256

    private let bounds: FrameBounds
    private let checksum: FrameChecksum?
    private var received: [UInt8] = []
    /// `received` with only the bits that count.
    private var masked: [UInt8] = []
    private var isTooLong = false
    /// Where a line is joined in the middle of a frame, its rest is nobody's fault.
    private var hasBegun = false
    private var straysSinceFrame = 0
    package private(set) var counts = FrameCounts()

    package init(bounds: FrameBounds, checksum: FrameChecksum?) {
        (self.bounds, self.checksum) = (bounds, checksum)
    }

    /// Takes bytes and says what they complete, in their order.
    package mutating func receive(_ bytes: some Sequence<UInt8>) -> [FrameEvent] {
        var events: [FrameEvent] = []
        for byte in bytes {
            received.append(byte)
            masked.append(byte & bounds.mask)
            if bounds.starts.isEmpty { endLine(&events) } else { takeFrames(&events) }
            tellNoise(&events)
        }
        return events
    }

    /// Forgets what is half received, for a line that was opened anew or a new question.
    package mutating func reset() {
        drop(received.count, asStrays: true)
        (isTooLong, hasBegun) = (false, false)
    }

    // MARK: Formats with a start

    private mutating func takeFrames(_ events: inout [FrameEvent]) {
        while seekStart() {
            guard let outcome = verdict() else { return }
            finish(outcome, &events)
        }
    }

    /// Drops what cannot begin a frame; whether something is left that does.
    private mutating func seekStart() -> Bool {
        var place = 0
        while place < masked.count {
            let match = bounds.start(in: masked, from: place)
            guard match == .none else {
                drop(place, asStrays: true)
                return match == .whole
            }
            place += 1
        }
        drop(place, asStrays: true)
        return false
    }

    /// What the buffer begins with: the length of a frame, a complaint, or nothing yet.
    private func verdict() -> Result<Int, FrameError>? {
        var complaint = Self.wrongLength("no end of a frame after \(bounds.wholeLength) bytes")
        for length in bounds.lengths where length <= masked.count {
            guard bounds.isEnded(masked, length: length) else { continue }
            if hasChecksum(length) { return .success(length) }
            complaint = wrongChecksum(length)
        }
        return masked.count < bounds.wholeLength ? nil : .failure(complaint)
    }

    private mutating func finish(
        _ outcome: Result<Int, FrameError>, _ events: inout [FrameEvent]
    ) {
        switch outcome {
        case .success(let length): yield(length, &events)
        case .failure(let error):
            complain(error, &events)
            // The next start may be inside what just failed.
            drop(1, asStrays: true)
        }
    }

    // MARK: Formats that only end

    private mutating func endLine(_ events: inout [FrameEvent]) {
        guard isLineEnded else {
            guard received.count > bounds.wholeLength else { return }
            isTooLong = true
            return drop(1, asStrays: true)
        }
        let length = received.count
        let isBlank = bounds.ends.contains { $0.count + bounds.trailer == length } && !isTooLong
        if !isTooLong, bounds.lengths.contains(length), hasChecksum(length) {
            yield(length, &events)
        } else {
            if hasBegun, !isBlank {
                let fits = bounds.lengths.contains(length) && !isTooLong
                complain(
                    fits
                        ? wrongChecksum(length)
                        : Self.wrongLength(
                            "a line of \(isTooLong ? "more than " : "")\(length) bytes, not of "
                                + bounds.lengths.map(String.init).joined(separator: " or ")),
                    &events)
            }
            drop(length, asStrays: true)
        }
        (isTooLong, hasBegun) = (false, true)
    }

    private var isLineEnded: Bool {
        received.count > bounds.trailer && bounds.isEnded(masked, length: masked.count)
    }

    // MARK: Both

    private func hasChecksum(_ length: Int) -> Bool {
        checksum.map { $0.holds(in: Array(masked.prefix(length))) } ?? true
    }

    private mutating func yield(_ length: Int, _ events: inout [FrameEvent]) {
        events.append(.frame(Array(received.prefix(length))))
        counts.frames += 1
        straysSinceFrame = 0
        drop(length, asStrays: false)
    }

    private mutating func complain(_ error: FrameError, _ events: inout [FrameEvent]) {
        if error.code == .checksum { counts.badChecksums += 1 } else { counts.badLengths += 1 }
        events.append(.complaint(error))
    }

    private mutating func tellNoise(_ events: inout [FrameEvent]) {
        guard straysSinceFrame >= Self.noiseLimit else { return }
        straysSinceFrame = 0
        let text = "\(Self.noiseLimit) bytes without a frame: are baud rate, parity and map right?"
        events.append(.complaint(FrameError(.noise, text)))
    }

    private mutating func drop(_ count: Int, asStrays: Bool) {
        received.removeFirst(count)
        masked.removeFirst(count)
        guard asStrays else { return }
        counts.strayBytes += count
        straysSinceFrame += count
    }

    private static func wrongLength(_ message: String) -> FrameError {
        FrameError(.length, message)
    }

    private func wrongChecksum(_ length: Int) -> FrameError {
        FrameError(.checksum, "wrong checksum: \(spelled(received.prefix(length)))")
    }
}
