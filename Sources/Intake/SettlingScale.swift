/// Watches the scale and captures the weight of each vehicle once, when it stands still.
///
/// A pure machine: polls in, happenings out. The deck is empty, loaded, captured, or on its way
/// back to zero; nothing is weighed before the deck was seen empty and stable again, so no two
/// vehicles become one and no vehicle becomes two.
package struct SettlingScale: Sendable {
    /// What the machine found.
    package enum Action: Hashable, Sendable {
        /// Something heavy came onto the deck.
        case vehicleOn(MonotonicTime)
        /// It stood still; this is its weight.
        case captured(Pass)
        /// It left; the deck is not at zero yet.
        case vehicleOff(MonotonicTime)
        /// The deck is empty and stable: at the start and after every vehicle.
        case zero(offset: Mass, ScaleReading)
        /// Something was on the deck and was not weighed.
        case abandoned(reason: String)
        /// The scale does not answer.
        case lost(reason: String)
        /// The scale answers again, after so many milliseconds.
        case restored(silentMilliseconds: Int64)
    }

    enum Deck: Hashable, Sendable {
        /// Nothing is known yet; `last` is what was captured and not seen leaving before a restart.
        case unknown(last: Mass?)
        case empty(zero: Mass)
        case loaded(Load)
        case captured
        /// Below the weight of any vehicle, not yet at zero.
        case returning
    }

    let interval: ScaleInterval
    let policy: SettlingPolicy
    let bootID: [UInt8]
    var deck: Deck
    private var lastReading: MonotonicTime?
    private var silentSince: MonotonicTime?
    private var isLost = false

    /// A machine that knows nothing of the deck yet.
    ///
    /// `lastCaptured` is the weight of the vehicle that was weighed last, when the deck was not
    /// seen at zero since: the same weight on the deck is then the same vehicle.
    package init(
        interval: ScaleInterval, policy: SettlingPolicy = SettlingPolicy(), bootID: [UInt8],
        lastCaptured: Mass? = nil
    ) {
        (self.interval, self.policy, self.bootID) = (interval, policy, bootID)
        deck = .unknown(last: lastCaptured)
    }

    /// What counts as a vehicle: 20 verification intervals, and never less than Min.
    var threshold: Mass { Swift.max(interval.e * 20, interval.min) }

    /// Takes one poll.
    package mutating func receive(_ line: ScaleLine) -> [Action] {
        switch line {
        case .silent(let reason, let time): return takeSilence(reason, at: time)
        case .reading(let reading): return takeReading(reading)
        }
    }

    private mutating func takeSilence(_ reason: String, at time: MonotonicTime) -> [Action] {
        let since = silentSince ?? lastReading ?? time
        silentSince = since
        guard !isLost, time.milliseconds(since: since) >= policy.lostAfter else { return [] }
        isLost = true
        return [.lost(reason: reason)]
    }

    private mutating func takeReading(_ reading: ScaleReading) -> [Action] {
        var actions: [Action] = []
        if isLost, let silentSince {
            let pause = reading.monotonic.milliseconds(since: silentSince)
            actions.append(.restored(silentMilliseconds: pause))
        }
        let hasGap = lastReading.map {
            reading.monotonic.milliseconds(since: $0) > policy.gap
        }
        (silentSince, isLost, lastReading) = (nil, false, reading.monotonic)
        guard reading.status.fault == nil, !reading.status.isBusy, let mass = reading.shown.mass
        else {
            interruptLoad()
            return actions
        }
        if hasGap ?? false { interruptLoad() }
        return actions + take(mass, reading)
    }

    /// What was watched so far proves nothing after a pause or a fault.
    private mutating func interruptLoad() {
        guard case .loaded(var load) = deck else { return }
        load.interrupt()
        deck = .loaded(load)
    }

    private mutating func take(_ mass: Mass, _ reading: ScaleReading) -> [Action] {
        let isVehicle = mass > threshold
        switch deck {
        case .unknown(let last):
            guard isVehicle else {
                deck = .returning
                return settleZero(mass, reading)
            }
            if let last, (mass - last).magnitude <= interval.e * 10 {
                deck = .captured
                return []
            }
            return begin(reading, mass, zero: nil)
        case .empty(let zero):
            return isVehicle ? begin(reading, mass, zero: zero) : []
        case .loaded(let load):
            return isVehicle ? watch(load, mass, reading) : leave(load, reading)
        case .captured:
            guard !isVehicle else { return [] }
            deck = .returning
            return [.vehicleOff(reading.monotonic)] + settleZero(mass, reading)
        case .returning:
            guard isVehicle else { return settleZero(mass, reading) }
            deck = .captured
            return [
                .abandoned(
                    reason: "the deck was not at zero before the vehicle: it has to leave, the "
                        + "scale be set to zero, and the vehicle weighed again")
            ]
        }
    }

    private mutating func begin(
        _ reading: ScaleReading, _ mass: Mass, zero: Mass?
    ) -> [Action] {
        let load = Load(since: reading.monotonic, zero: zero, unit: interval.d)
        return [.vehicleOn(reading.monotonic)] + watch(load, mass, reading)
    }

    private mutating func watch(
        _ before: Load, _ mass: Mass, _ reading: ScaleReading
    ) -> [Action] {
        var load = before
        load.take(mass, reading)
        guard let captured = load.capture(interval: interval, policy: policy) else {
            deck = .loaded(load)
            return []
        }
        deck = .captured
        return [.captured(load.pass(captured, bootID: bootID))]
    }

    private mutating func leave(_ load: Load, _ reading: ScaleReading) -> [Action] {
        deck = .returning
        return [
            .abandoned(reason: "the vehicle left before its weight stood still"),
            .vehicleOff(reading.monotonic),
        ]
    }

    /// The deck is at zero when it shows less than one interval and the indicator calls it stable.
    private mutating func settleZero(_ mass: Mass, _ reading: ScaleReading) -> [Action] {
        guard mass.magnitude <= interval.e, reading.status.isStable else { return [] }
        deck = .empty(zero: mass)
        return [.zero(offset: mass, reading)]
    }
}
