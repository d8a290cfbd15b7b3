import Intake
import Synchronization

/// What the agent's loops saw last, for whoever looks: written by them, read by the control server.
///
/// A glance, not a record: nothing in it is durable, and nothing in it names a person.
final class SiteBoard: Sendable {
    /// Something that is wrong now.
    struct Trouble: Hashable, Sendable {
        let code: WarningCode
        let text: String
        /// Seconds since 1970.
        let since: Int64
        /// When it was last heard of, likewise.
        let heard: Int64
    }

    /// What was seen.
    struct View: Sendable {
        var reading: ScaleReading?
        var phase = SettlingScale.Phase.unknown
        /// Seconds since 1970.
        var phaseSince: Int64?
        var vehiclesOnSite = 0
        var isNodeReachable = false
        var lastDeliveryTrouble: String?
        /// In the order in which they began.
        var troubles: [Trouble] = []
    }

    private let view = Mutex(View())
    private let clock: SiteClock
    /// A warning that only happens is shown for so long after the last time, in seconds: where it
    /// comes again and again until its cause is gone, not long.
    private static func shown(_ code: WarningCode) -> Int64 { code.repeats ? 600 : 3600 }
    private static let most = 32

    init(clock: SiteClock) { self.clock = clock }

    /// What was seen last.
    var now: View {
        let seconds = clock.wall().seconds
        return view.withLock { view in
            view.troubles.removeAll {
                !$0.code.lasts && seconds - $0.heard > Self.shown($0.code)
            }
            return view
        }
    }

    /// The scale as the desk took it.
    func see(_ line: ScaleLine, phase: SettlingScale.Phase, vehiclesOnSite: Int) {
        view.withLock { view in
            if case .reading(let reading) = line { view.reading = reading }
            if view.phase != phase || view.phaseSince == nil {
                (view.phase, view.phaseSince) = (phase, clock.wall().seconds)
            }
            view.vehiclesOnSite = vehiclesOnSite
        }
    }

    /// Whether the node answered when it was last asked.
    func see(nodeIsReachable: Bool) {
        view.withLock { view in
            view.isNodeReachable = nodeIsReachable
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
            view.troubles.removeAll { $0.code.endings.contains(event.name) }
            guard let code = WarningCode.of(event: event.name) else { return }
            let former = view.troubles.firstIndex { $0.code == code }
            let now = clock.wall().seconds
            let since = former.map { view.troubles[$0].since } ?? now
            let trouble = Trouble(code: code, text: event.text, since: since, heard: now)
            if let former {
                view.troubles[former] = trouble
            } else {
                view.troubles.append(trouble)
                if view.troubles.count > Self.most { view.troubles.removeFirst() }
            }
        }
    }
}
