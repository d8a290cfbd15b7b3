/// Pairs the two weighings of a vehicle.
///
/// A pure machine. The first pass of a plate is its weigh-in, the second its weigh-out; several
/// vehicles may be on the site at once. A pass without a certain plate is a weigh-in of its own:
/// no pair is ever guessed.
package struct WeighingSession: Sendable {
    /// What happened.
    package enum Event: Hashable, Sendable {
        /// A camera read a plate.
        case plate(PlateRead)
        /// Something heavy came onto the deck.
        case vehicleOn(at: MonotonicTime)
        /// It left the deck.
        case vehicleOff(at: MonotonicTime)
        /// It was weighed.
        ///
        /// `visit` is 16 random bytes that name the visit if this begins one; `sensors` is what
        /// the site's sensors say at this time.
        case pass(Pass, visit: [UInt8], sensors: [SensorReading])
    }

    /// What it means.
    package enum Action: Hashable, Sendable {
        /// A visit begins; it is open until the same plate is weighed again.
        case weighIn(OpenVisit)
        /// A visit ends: its weigh-in, the second pass, the read and the sensors of that pass.
        case weighOut(OpenVisit, Pass, PlateRead?, [SensorReading])
        /// A visit is no longer waited for; its weigh-in stays in the journal as it is.
        case lapsed(OpenVisit)
    }

    private var policy: SessionPolicy
    private var open: [OpenVisit]
    private var vote: PlateVote
    /// When the vehicle on the deck came on; nil when there is none, or it has been weighed.
    private var arrived: MonotonicTime?

    /// A session that goes on with visits that were open when the last one ended.
    ///
    /// Of plate reads that were kept over a restart, feed only those that are newer than the last
    /// pass: the older ones were used up.
    ///
    /// - Parameters:
    ///   - open: the visits in the order of their weigh-ins.
    ///   - policy: how plates and passes come together.
    package init(open: [OpenVisit] = [], policy: SessionPolicy = SessionPolicy()) {
        (self.open, self.policy) = (open, policy)
        vote = PlateVote(policy)
    }

    /// Goes on with what it knows under another policy; the vote of the vehicle on the deck begins anew
    /// only where the policy is another one.
    package mutating func goOn(under policy: SessionPolicy) {
        guard policy != self.policy else { return }
        (self.policy, vote) = (policy, PlateVote(policy))
    }

    /// The visits that wait for their weigh-out, oldest first.
    package var openVisits: [OpenVisit] { open }

    /// Takes what happened, in the order it happened; reads may come late with their own times.
    package mutating func receive(_ event: Event) -> [Action] {
        switch event {
        case .plate(let read):
            vote.take(read)
        case .vehicleOn(let time):
            arrived = time
        case .vehicleOff(let time):
            vote.vehicleOff(at: time, unweighedSince: arrived)
            arrived = nil
        case .pass(let pass, let visit, let sensors):
            return weigh(pass, visit, sensors)
        }
        return []
    }

    /// The weigh-in of a visit is in the journal, under this digest.
    package mutating func journaled(_ visit: [UInt8], digest: [UInt8]) {
        guard let place = open.firstIndex(where: { $0.visit == visit }) else { return }
        open[place].entryDigest = digest
    }

    /// The weigh-in of a visit counts no more: nobody waits for its vehicle.
    package mutating func void(_ visit: [UInt8]) {
        open.removeAll { $0.visit == visit }
    }

    private mutating func weigh(
        _ pass: Pass, _ visit: [UInt8], _ sensors: [SensorReading]
    ) -> [Action] {
        let lapsed = lapse(before: pass.wall)
        let read = vote.decide(on: arrived ?? pass.monotonic, captured: pass.monotonic)
        arrived = nil
        if let sure = read.sure,
            let place = open.lastIndex(where: { $0.plate?.plate == sure.plate })
        {
            return lapsed + [.weighOut(open.remove(at: place), pass, sure, sensors)]
        }
        let new = OpenVisit(
            visit: visit, plate: read.sure, doubtfulPlate: read.doubtful, pass: pass,
            sensors: sensors)
        open.append(new)
        return lapsed + [.weighIn(new)]
    }

    /// Gives up visits that nobody will end; without a clock on both sides none is given up.
    private mutating func lapse(before now: WallTime) -> [Action] {
        let old = open.filter { visit in
            visit.pass.wall.clock != .unset && now.clock != .unset
                && now.seconds(since: visit.pass.wall) > policy.longestVisit
        }
        open.removeAll(where: old.contains)
        return old.map(Action.lapsed)
    }
}
