/// Which event of which run of the agent: numbers begin anew with every start.
struct EventID: Hashable, Sendable {
    /// Letters and digits, another for every start.
    let run: String
    /// From 1.
    let number: UInt64

    init(run: String, number: UInt64) {
        (self.run, self.number) = (run, number)
    }

    /// As a listener says it in `Last-Event-ID`; nil for what is none of ours.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = UInt64(parts[1]) else { return nil }
        (run, self.number) = (String(parts[0]), number)
    }

    /// As it stands in the stream.
    var text: String { "\(run)-\(number)" }
}
