/// How often a device that is away is tried.
struct PollPatience: Sendable, Hashable {
    /// The longest pause between two tries.
    let longestPause: Duration
    /// A pause is at least as many times as long as the try before it.
    ///
    /// One that is waited for in vain keeps the bus from the others, so it gets a small share of it.
    let costFactor: Int

    /// Nobody else waits.
    static let alone = PollPatience(longestPause: .seconds(5), costFactor: 0)
    /// The scale, where sensors share its bus.
    static let sharedScale = PollPatience(longestPause: .seconds(60), costFactor: 19)
    /// A sensor that shares its bus: a twentieth of the time, in the end one try in five minutes.
    static let shared = PollPatience(longestPause: .seconds(300), costFactor: 19)
}
