/// Pauses that double up to a limit, each a little off, so that many boxes do not call at once.
///
/// The randomness comes from the seed: the same seed gives the same pauses.
package struct Backoff: Hashable, Sendable {
    private var seed: UInt64

    /// Pauses that follow from a seed.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// The pause before attempt `attempt` (0 is the first), in milliseconds.
    ///
    /// Between three quarters and the whole of `first` doubled `attempt` times, at most `most`.
    package mutating func pause(attempt: Int, first: Int64, most: Int64) -> Int64 {
        var pause = min(first, most)
        var doublings = 0
        while doublings < attempt, pause < most, pause > 0 {
            pause = pause > most / 2 ? most : pause * 2
            doublings += 1
        }
        return pause - Int64(next() % UInt64(max(1, pause / 4 + 1)))
    }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
