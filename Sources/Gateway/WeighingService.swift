import Intake
import ServiceLifecycle
import SystemService
import Threads

/// Weighs until the agent stops: what the scale and the brokers say, one after the other.
struct WeighingService: Service {
    let desk: WeighingDesk
    let inputs: AsyncStream<SiteInput>
    let board: SiteBoard
    let progress: LoopProgress

    /// How many inputs wait at most: a minute and a half of polls.
    ///
    /// The oldest go first; a gap in the polls begins the settling anew, and plates are in the
    /// inbox.
    static let capacity = 1024

    func run() async throws {
        // Ten times a second and more: one thread wakes for that, and not several of the pool.
        try await withTaskExecutorPreference(WorkThread(name: "weighing")) {
            try await cancelWhenGracefulShutdown { try await record() }
        }
    }

    private func record() async throws {
        var desk = desk
        for await input in inputs {
            // It stands still only while it takes something; without anything to take it rests.
            progress.mark(LoopName.weighing.rawValue, at: desk.clock.monotonic())
            try await desk.take(input)
            progress.rest(LoopName.weighing.rawValue)
            if case .line(let line) = input {
                board.see(
                    line, phase: desk.scale.phase, vehiclesOnSite: desk.session.openVisits.count)
            }
        }
    }
}
