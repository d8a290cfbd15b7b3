@testable import Intake

/// Polls a scale on paper: what it shows, for how long, and what the machine makes of it.
struct ScaleScript {
    var machine: SettlingScale
    /// Milliseconds.
    private(set) var now: Int64 = 0
    private(set) var actions: [SettlingScale.Action] = []
    /// Every line with the actions it caused.
    private(set) var log: [(line: ScaleLine, actions: [SettlingScale.Action])] = []
    /// Milliseconds from poll to poll.
    var pace: Int64 = 100
    /// Whether the indicator has no word for a load that stands still.
    var isMute = false

    init(policy: SettlingPolicy = SettlingPolicy(), lastCaptured: Mass? = nil) {
        machine = SettlingScale(
            interval: Site.interval, policy: policy, bootID: Site.boot, lastCaptured: lastCaptured)
    }

    /// A script whose deck has been seen empty.
    static func atZero(policy: SettlingPolicy = SettlingPolicy()) -> ScaleScript {
        var script = ScaleScript(policy: policy)
        script.show(0, for: 1000)
        return script
    }

    /// One poll, `pace` after the last.
    mutating func poll(
        _ kilograms: Int64, stable: Bool = true, fault: ScaleFault? = nil, busy: Bool = false
    ) {
        poll(
            kilograms,
            ScaleStatus(isStable: stable, isBusy: busy, fault: fault).muted(isMute))
    }

    private mutating func poll(_ kilograms: Int64, _ status: ScaleStatus) {
        now += pace
        feed(
            .reading(
                ScaleReading(
                    shown: ShownWeight(digits: kilograms, exponent: 0, unit: .kilogram),
                    status: status, statusWord: UInt32(status.isStable ? 2 : 6),
                    registers: [UInt8(truncatingIfNeeded: now)],
                    wall: Site.wall(1_000 + now / 1000), monotonic: Site.time(now))))
    }

    /// The same weight for a time.
    mutating func show(_ kilograms: Int64, for milliseconds: Int64, stable: Bool = true) {
        for _ in 0..<(milliseconds / pace) { poll(kilograms, stable: stable) }
    }

    /// A vehicle rolls on, axle by axle, and stops.
    mutating func rollOn(_ kilograms: Int64) {
        for share: Int64 in [15, 15, 40, 40, 70, 100] {
            for wobble: Int64 in [-60, 40] {
                poll(kilograms * share / 100 / 20 * 20 + wobble, stable: false)
            }
        }
    }

    /// A vehicle rolls off, and the deck is empty and still for a second.
    mutating func rollOff(_ kilograms: Int64) {
        for share: Int64 in [80, 40, 10] {
            poll(kilograms * share / 100 / 20 * 20, stable: false)
        }
        poll(20, stable: false)
        show(0, for: 1000)
    }

    /// Failed polls.
    mutating func silence(for milliseconds: Int64, reason: String = "timed out") {
        for _ in 0..<(milliseconds / pace) {
            now += pace
            feed(.silent(reason: reason, at: Site.time(now)))
        }
    }

    /// Nothing at all: nobody polls.
    mutating func pause(_ milliseconds: Int64) { now += milliseconds }

    mutating func feed(_ line: ScaleLine) {
        let found = machine.receive(line)
        actions += found
        log.append((line, found))
    }

    /// What was captured.
    var passes: [Pass] {
        actions.compactMap {
            guard case .captured(let pass) = $0 else { return nil }
            return pass
        }
    }

    /// The kinds of action, in order: "on captured off zero".
    var story: String { actions.map(\.word).joined(separator: " ") }
}

extension ScaleStatus {
    /// The state as an indicator without a word for stability tells it.
    fileprivate func muted(_ isMute: Bool) -> ScaleStatus {
        guard isMute else { return self }
        return ScaleStatus(stability: .unknown, isBusy: isBusy, fault: fault)
    }
}

extension SettlingScale.Action {
    var word: String {
        switch self {
        case .vehicleOn: "on"
        case .captured: "captured"
        case .vehicleOff: "off"
        case .zero: "zero"
        case .abandoned: "abandoned"
        case .lost: "lost"
        case .restored: "restored"
        }
    }
}
