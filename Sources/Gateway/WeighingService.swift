import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import JournalStore
import ServiceLifecycle

/// Weighs until the agent stops: the scale's and the broker's words, one after the other.
struct WeighingService: Service {
    let desk: WeighingDesk
    let field: FieldReaders
    let broker: BrokerReaders
    /// Tells delivery how long the journal is.
    let grew: AsyncStream<UInt64>.Continuation
    /// Plates that were committed before a restart and not used yet.
    let kept: [PlateRead]

    /// How many inputs wait at most: a minute and a half of polls.
    ///
    /// The oldest go first; a gap in the polls begins the settling anew, and plates are in the
    /// inbox.
    private static let capacity = 1024

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await weigh() }
    }

    private func weigh() async throws {
        let (inputs, source) = AsyncStream<SiteInput>.makeStream(
            bufferingPolicy: .bufferingNewest(WeighingService.capacity))
        for read in kept { source.yield(.plate(read)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await field.run() }
            group.addTask { try await broker.run() }
            group.addTask {
                for await line in field.lines { source.yield(.line(line)) }
            }
            group.addTask {
                for await news in field.news { source.yield(.field(news)) }
            }
            group.addTask {
                for await item in broker.items {
                    switch item {
                    case .plate(let read): source.yield(.plate(read))
                    case .refused(let reason): source.yield(.refused(reason: reason))
                    case .sensor, .availability, .ignored: break
                    }
                }
            }
            group.addTask {
                for await state in broker.states {
                    switch state {
                    case .connected: source.yield(.broker(awayFor: nil))
                    case .away(let reason): source.yield(.broker(awayFor: reason))
                    }
                }
            }
            group.addTask { await reportRhythm() }
            group.addTask { try await record(inputs) }
            try await group.waitForAll()
        }
    }

    /// Says once an hour, and at the end, how well the polls kept their rate.
    private func reportRhythm() async {
        while !Task.isCancelled {
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await Task.sleep(for: .seconds(3600))
            for (unit, punctuality) in field.punctuality where punctuality.polls > 0 {
                desk.recorder.report(.rhythm(of: unit, punctuality))
            }
        }
    }

    private func record(_ inputs: AsyncStream<SiteInput>) async throws {
        var desk = desk
        for await input in inputs {
            try await desk.take(input)
            grew.yield(await desk.recorder.journal.head.seq)
        }
    }
}
