/// Watches the scale and captures the weight of each vehicle once, when it stands still.
///
/// A pure machine: polls in, happenings out. EMPTY, APPROACH, LOADING, SETTLING, STABLE, CAPTURED,
/// LEAVING and EMPTY again: nothing is weighed before the deck was seen at zero and stable since
/// the last vehicle, so no two vehicles become one and no vehicle becomes two. (Canada's
/// Specifications SOR/98-81, s. 45 and 65, ask the same of an unattended scale.)
///
/// A pause of more than `gap` between two readings begins the settling anew; a scale that is lost
/// while a vehicle is on the deck leaves that vehicle unweighed.
package struct SettlingScale: Sendable {
    /// What the machine found.
    package enum Action: Hashable, Sendable {
        /// Something heavy came onto the deck.
        case vehicleOn(MonotonicTime)
        /// It stood still; this is its weight.
        case captured(Pass)
        /// It left; the deck is not at zero yet.
        case vehicleOff(MonotonicTime)
        /// The deck is empty and stable: at the start, after an outage and after every vehicle.
        case zero(offset: Mass, reading: ScaleReading)
        /// What is on the deck, or was, is not weighed; it has to leave and come again.
        case abandoned(reason: String)
        /// The scale does not answer.
        case lost(reason: String)
        /// The scale answers again, after so many milliseconds.
        case restored(silentMilliseconds: Int64)
    }

    /// Where the deck stands in the cycle.
    package enum Phase: String, Hashable, Sendable, CaseIterable {
        /// Not known: just started, or the scale was lost.
        case unknown
        case empty, approach, loading, settling, stable, captured
        /// What is on the deck will not be weighed.
        case abandoned
        /// On the way back to zero.
        case leaving
    }

    private enum Deck: Hashable, Sendable {
        /// `last` is what was captured and not seen leaving before a restart.
        case unknown(last: Mass?)
        case empty(zero: Mass)
        case loaded(Load)
        /// A vehicle that is done with: weighed, or never to be.
        case done(isCaptured: Bool)
        case leaving(Clearing)
    }

    private let rules: SettlingRules
    private let bootID: [UInt8]
    private var deck: Deck
    private var lastReading: MonotonicTime?
    private var silentSince: MonotonicTime?
    private var isLost = false

    /// A machine that knows nothing of the deck yet.
    ///
    /// - Parameters:
    ///   - interval: the scale's type plate.
    ///   - policy: when a weight stands still.
    ///   - bootID: 16 bytes; goes into every pass beside its monotonic time.
    ///   - lastCaptured: the weight of the vehicle that was weighed last, when the deck was not
    ///     seen at zero since: about the same weight on the deck is then the same vehicle.
    package init(
        interval: ScaleInterval, policy: SettlingPolicy = SettlingPolicy(), bootID: [UInt8],
        lastCaptured: Mass? = nil
    ) {
        rules = SettlingRules(interval: interval, policy: policy)
        self.bootID = bootID
        deck = .unknown(last: lastCaptured)
    }

    /// Where the deck stands in the cycle.
    package var phase: Phase {
        switch deck {
        case .unknown: .unknown
        case .empty: .empty
        case .loaded(let load):
            switch load.stage {
            case .approach: .approach
            case .loading: .loading
            case .settling: .settling
            case .stable: .stable
            }
        case .done(let isCaptured): isCaptured ? .captured : .abandoned
        case .leaving: .leaving
        }
    }

    /// Takes one poll; polls come in the order of their times, an older one is ignored.
    package mutating func receive(_ line: ScaleLine) -> [Action] {
        switch line {
        case .silent(let reason, let time): takeSilence(reason, at: time)
        case .reading(let reading): takeReading(reading)
        }
    }
}

// MARK: - Silence

extension SettlingScale {
    private mutating func takeSilence(_ reason: String, at time: MonotonicTime) -> [Action] {
        let since = silentSince ?? lastReading ?? time
        silentSince = since
        let pause = time.milliseconds(since: since)
        guard !isLost, pause >= rules.policy.lostAfter else { return [] }
        isLost = true
        return lose(reason, after: pause)
    }

    private mutating func takeReading(_ reading: ScaleReading) -> [Action] {
        if let lastReading, reading.monotonic < lastReading { return [] }
        let pause = lastReading.map { reading.monotonic.milliseconds(since: $0) } ?? 0
        let wasLost = isLost
        let silence = silentSince.map { reading.monotonic.milliseconds(since: $0) } ?? pause
        (silentSince, isLost, lastReading) = (nil, false, reading.monotonic)
        var actions: [Action] = []
        // A reader that stalls without a word leaves the same hole as a scale that is silent.
        if !wasLost, pause >= rules.policy.lostAfter {
            actions += lose("nothing was read", after: pause)
        }
        if wasLost || pause >= rules.policy.lostAfter {
            actions.append(.restored(silentMilliseconds: silence))
        }
        let isContinuous = pause <= rules.policy.gap
        if !isContinuous { interrupt() }
        guard reading.status.fault == nil, !reading.status.isBusy, let mass = reading.shown.mass
        else {
            takeUnusable(reading.status.fault)
            return actions
        }
        return actions + take(mass, reading, isContinuous: isContinuous)
    }

    /// The scale is lost: what is on the deck may be another vehicle when it is back.
    private mutating func lose(_ reason: String, after pause: Int64) -> [Action] {
        let lost = Action.lost(reason: "\(reason) (silent for \(pause) ms)")
        switch deck {
        case .loaded:
            deck = .done(isCaptured: false)
            return [
                lost,
                .abandoned(
                    reason: "the scale was lost while the vehicle was on the deck: it has to "
                        + "leave and be weighed again"),
            ]
        case .empty: deck = .unknown(last: nil)
        case .unknown, .done, .leaving: interrupt()
        }
        return [lost]
    }

    /// A fault or a busy indicator: there is a reading, but no weight.
    private mutating func takeUnusable(_ fault: ScaleFault?) {
        switch deck {
        case .loaded(var load):
            load.interrupt(fault)
            deck = .loaded(load)
        case .empty:
            // Whoever mends or sets up a scale may move its zero.
            if fault != nil { deck = .unknown(last: nil) }
        case .unknown, .done, .leaving: interrupt()
        }
    }

    /// What was watched so far proves nothing after a pause.
    private mutating func interrupt() {
        switch deck {
        case .loaded(var load):
            load.interrupt()
            deck = .loaded(load)
        case .leaving: deck = .leaving(Clearing())
        case .unknown, .empty, .done: break
        }
    }
}

// MARK: - Weights

extension SettlingScale {
    private mutating func take(
        _ mass: Mass, _ reading: ScaleReading, isContinuous: Bool
    ) -> [Action] {
        let isVehicle = mass > rules.vehicle
        switch deck {
        case .unknown(let last):
            guard isVehicle else { return settleZero(Clearing(), mass, reading) }
            if let last, rules.areAlike(mass, last) {
                deck = .done(isCaptured: true)
                return []
            }
            return begin(mass, reading, zero: nil, cameFromZero: false)
        case .empty(let zero):
            if isVehicle { return begin(mass, reading, zero: zero, cameFromZero: isContinuous) }
            if reading.status.stability != .moving { deck = .empty(zero: mass) }
            return []
        case .loaded(let load):
            return isVehicle ? watch(load, mass, reading) : watchLight(load, mass, reading)
        case .done:
            guard !isVehicle else { return [] }
            return [.vehicleOff(reading.monotonic)] + settleZero(Clearing(), mass, reading)
        case .leaving(let clearing):
            return isVehicle
                ? crowd(clearing, reading) : settleZero(clearing, mass, reading)
        }
    }

    private mutating func begin(
        _ mass: Mass, _ reading: ScaleReading, zero: Mass?, cameFromZero: Bool
    ) -> [Action] {
        let load = Load(
            since: reading.monotonic, zero: zero, cameFromZero: cameFromZero, rules: rules)
        return [.vehicleOn(reading.monotonic)] + watch(load, mass, reading)
    }

    private mutating func watch(
        _ before: Load, _ mass: Mass, _ reading: ScaleReading
    ) -> [Action] {
        var load = before
        load.take(mass, reading)
        guard let pass = load.pass(bootID: bootID) else {
            deck = .loaded(load)
            return []
        }
        guard rules.canShow(pass.shown) else {
            deck = .done(isCaptured: false)
            return [
                .abandoned(
                    reason: "\(pass.shown) is no multiple of the scale interval of "
                        + "\(rules.interval.d): is its high resolution switched on, or the type "
                        + "plate another? The vehicle has to leave and be weighed again")
            ]
        }
        deck = .done(isCaptured: true)
        return [.captured(pass)]
    }

    private mutating func watchLight(
        _ before: Load, _ mass: Mass, _ reading: ScaleReading
    ) -> [Action] {
        var load = before
        guard let gone = load.takeLight(mass, reading) else {
            deck = .loaded(load)
            return []
        }
        return [.abandoned(reason: load.excuse), .vehicleOff(gone)]
            + settleZero(Clearing(), mass, reading)
    }

    private mutating func settleZero(
        _ before: Clearing, _ mass: Mass, _ reading: ScaleReading
    ) -> [Action] {
        var clearing = before
        if clearing.isZero(mass, reading, rules) {
            deck = .empty(zero: mass)
            return [.zero(offset: mass, reading: reading)]
        }
        deck = .leaving(clearing)
        return []
    }

    private mutating func crowd(_ before: Clearing, _ reading: ScaleReading) -> [Action] {
        var clearing = before
        guard let since = clearing.crowded(reading, rules) else {
            deck = .leaving(clearing)
            return []
        }
        deck = .done(isCaptured: false)
        return [
            .vehicleOn(since),
            .abandoned(
                reason: "the deck was not back at zero before the vehicle: it has to leave, "
                    + "and the scale has to show zero before it is weighed"),
        ]
    }
}
