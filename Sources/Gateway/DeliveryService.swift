import Delivery
import Intake
import ServiceLifecycle

/// Drives delivery until the agent stops: events in, errands out.
///
/// Each errand is a child task and ends in one event; the machine never has more than one errand
/// per batch under way, so their number is bounded by `BatchPolicy.inFlight`.
struct DeliveryService: Service {
    let desk: DeliveryDesk
    let clock: SiteClock
    let machine: DeliveryMachine
    /// The number of the journal's last entry, each time it grew.
    let growth: AsyncStream<UInt64>
    /// Hears whether the node answered, each time it is asked.
    var sees: @Sendable (_ node: String, _ isReachable: Bool) -> Void = { _, _ in }

    /// Milliseconds between two looks at a node: while something waits, and while nothing does.
    private static let watchWaiting = 1000
    private static let watchIdle = 5000

    /// Milliseconds until the next look at a node that was away for so many of them: an outage of
    /// seconds is over at once, and one of days costs the box as little as nothing to deliver.
    static func pause(looksAway: Int) -> Int {
        min(watchWaiting << min(looksAway / 10, 3), watchIdle)
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await deliver() }
    }

    private func deliver() async throws {
        let (events, source) = AsyncStream<DeliveryMachine.Event>.makeStream(
            bufferingPolicy: .bufferingOldest(1024))
        let isWaiting = WaitingFlag()
        do {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask {
                    for await last in growth { source.yield(.journalGrew(last: last)) }
                }
                group.addTask { try await watch(source, isWaiting) }
                var alarm = Alarm()
                var machine = machine
                for await event in events {
                    let now = milliseconds()
                    if event == .tick { alarm.rang(now: now) }
                    for action in machine.receive(event, now: now) {
                        if case .wakeAt(let time) = action {
                            guard alarm.set(to: time) else { continue }
                            group.addTask {
                                try await Task.sleep(for: .milliseconds(max(1, time - now)))
                                source.yield(.tick)
                            }
                        } else if action.isErrand {
                            group.addTask {
                                if let answer = try await desk.perform(action) {
                                    source.yield(answer)
                                }
                            }
                        } else {
                            // States are stored in the order in which they came about.
                            _ = try await desk.perform(action)
                        }
                    }
                    isWaiting.set(machine.waiting > 0)
                }
            }
        } catch is CancellationError {
            // The agent stops: what is under way is stored, and goes on after the next start.
        }
    }

    private func watch(
        _ source: AsyncStream<DeliveryMachine.Event>.Continuation, _ isWaiting: WaitingFlag
    ) async throws {
        var isFirst = true
        var looksAway = 0
        while true {
            let event = await desk.watch()
            try Task.checkCancellation()
            source.yield(event)
            var isAway = false
            if case .nodeAway(let reason) = event {
                isAway = true
                // The machine tells what changed; that no node ever answered is no change.
                if isFirst { desk.report(GatewayEvent(.nodeAway(reason: reason))) }
            }
            isFirst = false
            sees(await desk.seen, !isAway)
            looksAway = isAway ? looksAway + 1 : 0
            let pause =
                isAway
                ? Self.pause(looksAway: looksAway)
                : isWaiting.value ? Self.watchWaiting : Self.watchIdle
            try await Task.sleep(for: .milliseconds(pause))
        }
    }

    private func milliseconds() -> Int64 {
        clock.monotonic().milliseconds(since: MonotonicTime(nanoseconds: 0))
    }
}

/// The one wake-up that counts: an earlier one replaces a later one, whose ring does no harm.
private struct Alarm {
    private var time: Int64?

    /// Whether a new sleeper is needed.
    mutating func set(to time: Int64) -> Bool {
        if let current = self.time, current <= time { return false }
        self.time = time
        return true
    }

    mutating func rang(now: Int64) {
        if let time, time <= now + 1 { self.time = nil }
    }
}

extension DeliveryMachine.Action {
    /// Whether it takes its time and ends in an event.
    var isErrand: Bool {
        switch self {
        case .plan, .send, .lookUp, .prove, .storeReceipts, .proveHead: true
        case .store, .report, .wakeAt: false
        }
    }
}
