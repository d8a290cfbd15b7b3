import Intake
import Synchronization
import SystemService

/// What the agent's loops saw last, for whoever looks: written by them, read by the control server.
///
/// A glance, not a record: nothing in it is durable, and nothing in it names a person.
final class SiteBoard: Sendable {
    /// Something that is wrong now.
    struct Trouble: Hashable, Sendable {
        let code: WarningCode
        /// What it is about, where several may be in the same trouble.
        let subject: String?
        var text: String
        /// Seconds since 1970.
        let since: Int64
        let began: MonotonicTime
        /// When it was last heard of.
        var heard: MonotonicTime
        /// How often it was heard of; of a silent scale, every poll that nobody answered.
        var times = 1
        /// How many hours of it people were reminded of.
        var hoursTold: Int64 = 0
    }

    /// What was seen.
    struct View: Sendable {
        var reading: ScaleReading?
        var phase = SettlingScale.Phase.unknown
        /// Seconds since 1970.
        var phaseSince: Int64?
        var vehiclesOnSite = 0
        /// Nil before one was asked.
        var isNodeReachable: Bool?
        /// The node that was asked last.
        var node: String?
        var lastDeliveryTrouble: String?
        /// In the order in which they began.
        var troubles: [Trouble] = []

        /// The trouble that is missed least: the oldest that only happened, else the oldest warning.
        fileprivate var least: Int {
            troubles.firstIndex { !$0.code.lasts } ?? troubles.firstIndex { !$0.code.isError } ?? 0
        }
    }

    private let view = Mutex(View())
    private let clock: SiteClock
    /// A warning that only happens is shown for so long after the last time, in milliseconds: where
    /// it comes again and again until its cause is gone, not long.
    private static func shown(_ code: WarningCode) -> Int64 { code.repeats ? 600_000 : 3_600_000 }
    /// More than all sensors and devices of a site, so that none that is silent hides another.
    private static let most = 256

    init(clock: SiteClock) { self.clock = clock }

    /// What was seen last.
    var now: View {
        let now = clock.monotonic()
        return view.withLock { view in
            view.troubles.removeAll {
                !$0.code.lasts && now.milliseconds(since: $0.heard) > Self.shown($0.code)
            }
            return view
        }
    }

    /// The scale as the desk took it.
    func see(_ line: ScaleLine, phase: SettlingScale.Phase, vehiclesOnSite: Int) {
        view.withLock { view in
            switch line {
            case .reading(let reading): view.reading = reading
            case .silent(_, let time):
                for place in view.troubles.indices
                where view.troubles[place].code.event == "scale.lost" {
                    view.troubles[place].times += 1
                    view.troubles[place].heard = time
                }
            }
            if view.phase != phase || view.phaseSince == nil {
                (view.phase, view.phaseSince) = (phase, clock.wall().seconds)
            }
            view.vehiclesOnSite = vehiclesOnSite
        }
    }

    /// Whether the node that was asked last answered.
    func see(node: String, isReachable nodeIsReachable: Bool) {
        view.withLock { view in
            (view.node, view.isNodeReachable) = (node, nodeIsReachable)
            if nodeIsReachable { view.troubles.removeAll { $0.code.event == "upstream.away" } }
        }
    }

    /// What happened: troubles begin and end with it.
    func hear(_ event: GatewayEvent) {
        view.withLock { view in
            switch event.name {
            case "upstream.away":
                view.lastDeliveryTrouble = String(
                    event.text.split(separator: "away: ", maxSplits: 1).last ?? "")
            case "batch.waits", "batch.trouble": view.lastDeliveryTrouble = event.text
            default: break
            }
            view.troubles.removeAll {
                $0.code.endings.contains(event.name) && event.ends($0.subject)
            }
            guard let code = event.warning else { return }
            let now = clock.monotonic()
            if let former = view.troubles.firstIndex(where: {
                $0.code == code && $0.subject == event.subject
            }) {
                view.troubles[former].text = event.text
                view.troubles[former].heard = now
                view.troubles[former].times += 1
            } else {
                view.troubles.append(
                    Trouble(
                        code: code, subject: event.subject, text: event.text,
                        since: clock.wall().seconds, began: now, heard: now))
                if view.troubles.count > Self.most { view.troubles.remove(at: view.least) }
            }
        }
    }

    /// Forgets the troubles of what another configuration took away: nobody would ever end them.
    func forget(_ event: String, of subjects: some Sequence<String>) {
        let subjects = Set(subjects)
        view.withLock { view in
            view.troubles.removeAll {
                $0.code.event == event && $0.subject.map(subjects.contains) ?? true
            }
        }
    }

    /// What has lasted another hour: "WP101 the scale does not answer (for 2 h, 1,440 times)".
    func reminders() -> [GatewayEvent] {
        let now = clock.monotonic()
        return view.withLock { view in
            view.troubles.indices.compactMap { place in
                let trouble = view.troubles[place]
                let hours = now.milliseconds(since: trouble.began) / 3_600_000
                guard trouble.code.lasts, hours > trouble.hoursTold else { return nil }
                view.troubles[place].hoursTold = hours
                return trouble.reminder(after: hours)
            }
        }
    }
}

extension SiteBoard.Trouble {
    fileprivate func reminder(after hours: Int64) -> GatewayEvent {
        let lasted = Duration.seconds(hours * 3600)
        let spell = RepeatedSpell(
            key: RepeatLimit.Key(code.event, subject), lasted: lasted, count: times)
        let words = times > 1 ? spell.words : "for \(lasted.inWords)"
        return GatewayEvent(
            code.event, "\(text) (\(words))",
            [("standing_seconds", .number(hours * 3600)), ("times", .number(Int64(times)))],
            level: .warning, subject: subject, telling: .reminder)
    }
}
