import Synchronization

/// The gate of a loopback address from its first opening on: what is wrong with the file of tokens
/// may be mended while the agent runs.
final class LoopbackDoor: Sendable {
    let place: LoopbackPlace
    private let gate = Mutex<ControlGate?>(nil)

    init(_ place: LoopbackPlace) { self.place = place }

    /// A gate with the tokens as they are now, for a listener that begins.
    func open() throws(ControlError) -> ControlGate {
        try place.check()
        let opened = try ControlGate(tokens: place.tokens)
        gate.withLock { $0 = opened }
        return opened
    }

    /// Reads the tokens again; whoever asks is told what is wrong with them, open or not.
    func reload() throws(ControlError) {
        guard let gate = gate.withLock({ $0 }) else {
            _ = try ControlTokens(file: place.tokens)
            return
        }
        try gate.reload()
    }
}
