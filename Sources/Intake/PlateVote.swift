/// Finds out which of the plates that cameras read belongs to the vehicle on the deck.
struct PlateVote: Sendable {
    /// Reads are a handful for each vehicle; more than this is noise.
    private static let mostReads = 64

    private let policy: SessionPolicy
    private var reads: [PlateRead] = []
    /// The vehicle weighed last, and until when its plate is only seen leaving.
    private var leaving: (plate: Plate, until: MonotonicTime?)?

    init(_ policy: SessionPolicy) { self.policy = policy }

    /// Takes a read; the same message twice counts once.
    mutating func take(_ read: PlateRead) {
        if let leaving, leaving.plate == read.plate,
            leaving.until.map({ read.monotonic < $0 }) ?? true
        {
            return
        }
        guard !reads.contains(read) else { return }
        reads.append(read)
        if reads.count > PlateVote.mostReads { reads.removeFirst() }
    }

    /// The read of a vehicle that came on at one time and stood still at another.
    ///
    /// Every read votes with its confidence: three good reads outweigh one that was better and
    /// wrong. The vehicle's reads are used up.
    mutating func decide(
        on: MonotonicTime, captured: MonotonicTime
    ) -> (sure: PlateRead?, doubtful: PlateRead?) {
        let own = takeReads(on: on, captured: captured)
        let sure = winner(of: own.filter { $0.confidencePermille >= policy.confidence })
        leaving = sure.map { ($0.plate, nil) }
        return (sure, sure == nil ? winner(of: own) : nil)
    }

    /// The vehicle left; an unweighed one takes its reads with it.
    mutating func vehicleOff(at time: MonotonicTime, unweighedSince on: MonotonicTime?) {
        if let leaving, leaving.until == nil {
            self.leaving = (leaving.plate, time.advanced(milliseconds: policy.departure))
        }
        guard let on else { return }
        let own = on.advanced(milliseconds: policy.settle)
        reads.removeAll { $0.monotonic <= own && $0.monotonic <= time }
    }

    private mutating func takeReads(
        on: MonotonicTime, captured: MonotonicTime
    ) -> [PlateRead] {
        let from = on.advanced(milliseconds: -policy.approach)
        let settled = min(on.advanced(milliseconds: policy.settle), captured)
        let early = reads.filter { $0.monotonic >= from && $0.monotonic <= settled }
        let late = reads.filter { $0.monotonic > settled && $0.monotonic <= captured }
        let used = early.isEmpty ? captured : settled
        reads.removeAll { $0.monotonic <= used }
        return early.isEmpty ? late : early
    }

    /// The best read of the plate with most votes; of equals, the one that was read first.
    private func winner(of reads: [PlateRead]) -> PlateRead? {
        var votes: [Plate: Int] = [:]
        for read in reads { votes[read.plate, default: 0] += read.confidencePermille }
        var best: PlateRead?
        for read in reads {
            guard let now = best else {
                best = read
                continue
            }
            let (mine, its) = (votes[read.plate] ?? 0, votes[now.plate] ?? 0)
            if (mine, read.confidencePermille) > (its, now.confidencePermille) { best = read }
        }
        return best
    }
}
