/// Tells when a line that should speak is silent, and when its connection must be made anew.
struct LineWatch<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// What a moment without a frame means.
    enum Verdict: Sendable, Hashable {
        case speaking
        /// No frame for the patience; said once for every such span.
        case silent
        /// Not even a byte for ten seconds: the other side may be gone without a word.
        case dead
    }

    static var deadAfter: Duration { .seconds(10) }

    private let patience: Duration
    private var lastFrame: Instant
    private var lastByte: Instant

    init(start: Instant, patience: Duration) {
        (self.patience, lastFrame, lastByte) = (patience, start, start)
    }

    /// Takes what one read brought, and says how the line stands.
    mutating func verdict(hasBytes: Bool, hasFrame: Bool, at now: Instant) -> Verdict {
        if hasBytes { lastByte = now }
        if hasFrame { lastFrame = now }
        if lastByte.duration(to: now) >= Self.deadAfter {
            (lastByte, lastFrame) = (now, now)
            return .dead
        }
        guard lastFrame.duration(to: now) >= patience else { return .speaking }
        lastFrame = now
        return .silent
    }
}
