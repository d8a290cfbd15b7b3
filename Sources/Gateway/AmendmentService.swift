import JournalStore
import ServiceLifecycle

/// Looks every two seconds whether a person of the site has something to say of a recorded weighing.
///
/// The desk takes it, in its turn among what the devices say; until then it waits in its folder.
struct AmendmentService: Service {
    let folder: HandOverFolder
    let inputs: AsyncStream<SiteInput>.Continuation

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    if !folder.waiting().isEmpty { inputs.yield(.amendments) }
                    try await Task.sleep(for: .seconds(2))
                }
            }
        } catch is CancellationError {
            // The agent stops; what waits is there again after the next start.
        }
    }
}
