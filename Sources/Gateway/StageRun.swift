import ServiceLifecycle

/// Something that runs until it is told to stop: the readers of one configuration, or its delivery.
final class StageRun: Sendable {
    private let body: @Sendable () async throws -> Void
    private let stopping:
        (stream: AsyncStream<Never>, continuation: AsyncStream<Never>.Continuation)
    private let ended: (stream: AsyncStream<Never>, continuation: AsyncStream<Never>.Continuation)

    init(_ body: @escaping @Sendable () async throws -> Void) {
        self.body = body
        stopping = AsyncStream.makeStream()
        ended = AsyncStream.makeStream()
    }

    /// Runs until told to stop or cancelled; throws what ends it otherwise.
    func run() async throws {
        defer { ended.continuation.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [body] in try await body() }
            group.addTask { [stopping] in for await _ in stopping.stream {} }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Tells it to stop, and waits until it has; only what runs can be stopped, and once.
    func stop() async {
        stopping.continuation.finish()
        for await _ in ended.stream {}
    }
}

/// Runs what is put on the stage, each until it is told to stop; one that fails ends them all.
struct StageService: Service {
    let runs: AsyncStream<StageRun>

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                for await run in runs {
                    group.addTask {
                        do {
                            try await run.run()
                        } catch is CancellationError {
                            // The agent stops, or the next configuration takes its place.
                        }
                    }
                }
            }
        }
    }
}
