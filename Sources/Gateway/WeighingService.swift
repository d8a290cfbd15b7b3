import Evidence
import Intake
import JournalStore
import ServiceLifecycle

/// Weighs until the agent stops: what the scale and the brokers say, one after the other.
struct WeighingService: Service {
    let desk: WeighingDesk
    let inputs: AsyncStream<SiteInput>
    /// Tells delivery how long the journal is.
    let growth: JournalGrowth

    /// How many inputs wait at most: a minute and a half of polls.
    ///
    /// The oldest go first; a gap in the polls begins the settling anew, and plates are in the
    /// inbox.
    static let capacity = 1024

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await record() }
    }

    private func record() async throws {
        var desk = desk
        for await input in inputs {
            try await desk.take(input)
            growth.tell(await desk.recorder.journal.head.seq)
        }
    }
}
