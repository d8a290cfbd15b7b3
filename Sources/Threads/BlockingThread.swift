import Glibc

/// One thread of its own for calls that block, in the order they were asked for.
///
/// The cooperative pool has one thread a core: a call that waits for a dead scale must not wait
/// there. An actor moves onto such a thread by naming it as its `unownedExecutor`.
///
/// Nothing that was asked for is ever dropped. What comes after `shutdown()` is still done, by a
/// thread that ends again when nothing is left; otherwise a task would wait for ever.
package final class BlockingThread: SerialExecutor {
    private let name: String
    private let queue: Monitor<ThreadQueue>

    /// Starts a thread; the system shows the first 15 bytes of `name`.
    package init(name: String) {
        self.name = name
        queue = Monitor(ThreadQueue())
        queue.with { $0.isRunning = true }
        startThread()
    }

    deinit {
        shutdown()
    }

    /// Runs `body` on this thread and hands back its result or error without blocking the caller.
    ///
    /// `body` runs to its end even when the asking task is cancelled meanwhile.
    package func run<T: Sendable, E: Error>(
        _ body: @escaping @Sendable () throws(E) -> T
    ) async throws(E) -> T {
        let result: Result<T, E> = await withCheckedContinuation { continuation in
            add { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }

    /// Runs `body` on this thread while the calling thread waits for it.
    ///
    /// The one permitted wait: for callbacks of C libraries that must not return before something
    /// is durable. Never from a task, and never on this thread itself, which would wait for ever.
    package func runAndWait<T: Sendable, E: Error>(
        _ body: @escaping @Sendable () throws(E) -> T
    ) throws(E) -> T {
        precondition(!isCurrent, "thread \(name) waits for itself")
        let result = Monitor<Result<T, E>?>(nil)
        add {
            let outcome = Result(catching: body)
            result.with { $0 = outcome }
        }
        return try result.wait { $0 }.get()
    }

    /// Runs `body` on this thread some time later; nobody waits for it.
    package func start(_ body: @escaping @Sendable () -> Void) {
        add(body)
    }

    /// Ends the thread after everything that is queued; does not wait for that.
    package func shutdown() {
        queue.with { $0.isClosed = true }
    }

    /// Whether the caller runs on this thread.
    package var isCurrent: Bool {
        queue.with { queue in
            guard queue.isRunning, let thread = queue.thread else { return false }
            return pthread_equal(thread, pthread_self()) != 0
        }
    }

    // MARK: SerialExecutor

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The closure holds the executor until the job has left it: the job may be the last thing
        // that keeps its actor, and so this thread, alive.
        add { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    package func checkIsolated() {
        precondition(isCurrent, "not on thread \(name)")
    }

    // MARK: The thread

    private func add(_ work: @escaping @Sendable () -> Void) {
        let mustStart = queue.with { queue in
            queue.works.append(work)
            defer { queue.isRunning = true }
            return !queue.isRunning
        }
        if mustStart { startThread() }
    }

    private func startThread() {
        let start = ThreadStart(
            queue: queue, name: String(decoding: name.utf8.prefix(15), as: UTF8.self))
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread, nil, threadMain, Unmanaged.passRetained(start).toOpaque())
        precondition(failure == 0, "thread \(name) does not start: error \(failure)")
        pthread_detach(thread)
    }
}

/// What a thread has to do, in order, and whether there is a thread.
struct ThreadQueue {
    var works: [@Sendable () -> Void] = []
    var isClosed = false
    var isRunning = false
    var thread: pthread_t?

    /// The next works, or the end: nil while there is nothing to do yet.
    mutating func next() -> ThreadTurn? {
        if !works.isEmpty {
            defer { works = [] }
            return .work(works)
        }
        guard isClosed else { return nil }
        (isRunning, thread) = (false, nil)
        return .end
    }
}

enum ThreadTurn: Sendable {
    case work([@Sendable () -> Void])
    case end
}

/// What a new thread is given; it holds the queue, never the executor, which may go before it.
private final class ThreadStart: Sendable {
    let queue: Monitor<ThreadQueue>
    let name: String

    init(queue: Monitor<ThreadQueue>, name: String) {
        (self.queue, self.name) = (queue, name)
    }
}

/// The body of every thread.
private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    nameThread(start.name)
    refuseBrokenPipeSignal()
    start.queue.with { $0.thread = pthread_self() }
    while case .work(let works) = start.queue.wait({ $0.next() }) {
        for work in works { work() }
    }
    return nil
}

/// Names the calling thread for `ps` and debuggers, by `proc(5)`.
///
/// The library call for it is an extension of the C library that is not visible here. A thread
/// without a name works as well.
private func nameThread(_ name: String) {
    guard let file = unsafe fopen("/proc/thread-self/comm", "w") else { return }
    unsafe fputs(name, file)
    unsafe fclose(file)
}

/// Makes a write to a connection that the other side closed an error, not the end of the program.
///
/// SIGPIPE goes to the thread that wrote; blocked, it stays pending and only `EPIPE` is left. The
/// C libraries that run on these threads do not all ask for that themselves.
private func refuseBrokenPipeSignal() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
}
