/// Pairs the two weighings of a vehicle.
///
/// The first pass of a plate is its weigh-in, the second its weigh-out. A pass without a plate is
/// a weigh-in of its own: no pair is ever guessed.
package struct WeighingSession: Sendable {
    /// How plates and passes come together.
    package struct Policy: Hashable, Sendable {
        /// A read below this, per mille, does not name a vehicle.
        package var confidence = 850
        /// How long before the deck a plate read counts, in milliseconds.
        package var approach: Int64 = 120_000
        /// How long after the vehicle came onto the deck a read is still its own.
        package var settle: Int64 = 5000

        package init() {}
    }

    /// What a pass is.
    package enum Outcome: Hashable, Sendable {
        /// The first weighing of a visit.
        case weighIn(OpenVisit)
        /// The second; `plate` is the better read of the two.
        case weighOut(OpenVisit, plate: PlateRead)
    }

    private let policy: Policy
    private var open: [OpenVisit]
    private var reads: [PlateRead] = []
    private var arrived: MonotonicTime?
    /// Reads are a handful for each vehicle; more than this is noise.
    private static let mostReads = 64

    /// A session that goes on with visits that are open.
    package init(open: [OpenVisit] = [], policy: Policy = Policy()) {
        (self.open, self.policy) = (open, policy)
    }

    /// The visits that wait for their weigh-out, oldest first.
    package var openVisits: [OpenVisit] { open }

    /// A camera saw a plate.
    package mutating func see(_ read: PlateRead) {
        guard !reads.contains(where: { $0.eventID == read.eventID && $0.camera == read.camera })
        else { return }
        reads.append(read)
        if reads.count > WeighingSession.mostReads { reads.removeFirst() }
    }

    /// A vehicle came onto the deck.
    package mutating func vehicleOn(at time: MonotonicTime) {
        arrived = time
    }

    /// A vehicle was captured.
    ///
    /// `visit` is 16 random bytes, used when this is a weigh-in; `sensors` is what they say now.
    package mutating func weigh(
        _ pass: Pass, visit: [UInt8], sensors: [SensorReading]
    ) -> Outcome {
        let read = takeRead(for: pass)
        if let read, let place = open.firstIndex(where: { $0.plate?.plate == read.plate }) {
            let first = open.remove(at: place)
            let before = first.plate ?? read
            let better = before.confidencePermille > read.confidencePermille ? before : read
            return .weighOut(first, plate: better)
        }
        let new = OpenVisit(visit: visit, plate: read, pass: pass, sensors: sensors)
        open.append(new)
        return .weighIn(new)
    }

    /// The weigh-in of a visit is in the journal.
    package mutating func journaled(_ visit: [UInt8], digest: [UInt8]) {
        guard let place = open.firstIndex(where: { $0.visit == visit }) else { return }
        open[place].entryDigest = digest
    }

    /// The best read of this vehicle; the reads up to it are used up.
    private mutating func takeRead(for pass: Pass) -> PlateRead? {
        let on = arrived ?? pass.monotonic
        let from = on.advanced(milliseconds: -policy.approach)
        let until = on.advanced(milliseconds: policy.settle)
        let own = reads.filter { $0.monotonic >= from && $0.monotonic <= until }
        // A camera over the deck may see the plate only later.
        let late = reads.filter { $0.monotonic > until && $0.monotonic <= pass.monotonic }
        let candidates = own.isEmpty ? late : own
        let used = own.isEmpty ? pass.monotonic : until
        reads.removeAll { $0.monotonic <= used }
        arrived = nil
        return candidates.filter { $0.confidencePermille >= policy.confidence }
            .max { $0.confidencePermille < $1.confidencePermille }
    }
}
