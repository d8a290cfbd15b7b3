import DeviceReaders
import Intake
import Synchronization
import SystemService

/// What the wired devices of one configuration say, held back until that configuration counts.
final class FieldFeed: Sendable {
    let readers: FieldReaders
    private let source: AsyncStream<SiteInput>.Continuation
    private let report: @Sendable (GatewayEvent) -> Void
    private let progress: LoopProgress
    private let gate = Mutex(Gate())

    private struct Gate {
        /// Nil once the gate is open.
        var held: [SiteInput]? = []
        /// The last answer of the scale.
        var heard: MonotonicTime?
    }

    /// So much is held back at most, the newest: half a minute of polls.
    private static let most = 512

    init(
        _ readers: FieldReaders, into source: AsyncStream<SiteInput>.Continuation,
        progress: LoopProgress, report: @escaping @Sendable (GatewayEvent) -> Void
    ) {
        (self.readers, self.source, self.report) = (readers, source, report)
        self.progress = progress
    }

    /// Reads until cancelled; call it once.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                await readers.run { [self] line in
                    go(on: line)
                    take(.line(line))
                }
            }
            group.addTask { [self] in
                for await news in readers.news { take(.field(news)) }
            }
            group.addTask { [self] in await reportRhythm() }
            await group.waitForAll()
        }
    }

    /// Lets through what was held back, and everything after it.
    func open() {
        gate.withLock { gate in
            for input in gate.held ?? [] { source.yield(input) }
            gate.held = nil
        }
    }

    /// When the scale answered last; nil when it never did.
    var heard: MonotonicTime? { gate.withLock { $0.heard } }

    /// One that answers is asked again at once; one that does not, after a pause of up to minutes.
    private func go(on line: ScaleLine) {
        let (name, bound, now) =
            switch line {
            case .reading(let reading):
                (LoopName.polling.rawValue, LoopName.bound, reading.monotonic)
            case .silent(_, let time):
                (LoopName.polling.rawValue, Self.boundOfSilence, time)
            }
        progress.watch(name, within: bound, from: now)
    }

    /// Twice and a half the longest pause between two tries at a scale that shares its bus.
    private static let boundOfSilence = Duration.seconds(150)

    /// In the order of arrival, also while the gate opens.
    private func take(_ input: SiteInput) {
        gate.withLock { gate in
            if case .line(.reading(let reading)) = input { gate.heard = reading.monotonic }
            guard var held = gate.held else {
                source.yield(input)
                return
            }
            gate.held = nil
            if held.count == FieldFeed.most { held.removeFirst() }
            held.append(input)
            gate.held = held
        }
    }

    /// Says once an hour, and at the end, how well the polls kept their rate.
    private func reportRhythm() async {
        while !Task.isCancelled {
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await Task.sleep(for: .seconds(3600))
            for (unit, punctuality) in readers.punctuality where punctuality.polls > 0 {
                report(.rhythm(of: unit, punctuality))
            }
        }
    }
}
