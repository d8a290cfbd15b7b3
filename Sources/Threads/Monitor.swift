import Glibc

/// A state that threads share, with one lock and one condition: change it, or wait for it.
///
/// For code that lives on threads of its own. A task of the cooperative pool may call `with`, whose
/// body is short, but never `wait`. Both pointers are made in `init` and freed once, by `deinit`.
@safe package final class Monitor<State>: Sendable {
    /// Touched only between lock and unlock of `mutex`, in `with` and `wait`.
    private nonisolated(unsafe) var state: State
    /// Never changes, and what it points to is made for many threads; so with `changed`.
    private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private nonisolated(unsafe) let changed: UnsafeMutablePointer<pthread_cond_t>

    /// A monitor of `state`, which nobody else may touch from here on.
    package init(_ state: sending State) {
        unsafe self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        var monotonic = pthread_condattr_t()
        unsafe pthread_condattr_init(&monotonic)
        unsafe pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC)
        unsafe changed = .allocate(capacity: 1)
        unsafe changed.initialize(to: pthread_cond_t())
        unsafe pthread_cond_init(changed, &monotonic)
        unsafe pthread_condattr_destroy(&monotonic)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe changed.deallocate()
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Reads or changes the state under the lock, and wakes who waits for it.
    package func with<R, E: Error>(
        _ body: (inout sending State) throws(E) -> sending R
    ) throws(E) -> sending R {
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(mutex)
        }
        return try unsafe body(&state)
    }

    /// Blocks the thread until `body` answers; asks again after every change.
    package func wait<R>(_ body: (inout sending State) -> sending R?) -> sending R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let answer = unsafe body(&state) { return answer }
            unsafe pthread_cond_wait(changed, mutex)
        }
    }

    /// Blocks the thread until `body` answers, but no longer than `patience`; nil when it is over.
    package func wait<R>(
        atMost patience: Duration, _ body: (inout sending State) -> sending R?
    ) -> sending R? {
        var deadline = Self.moment(after: patience)
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let answer = unsafe body(&state) { return answer }
            if unsafe pthread_cond_timedwait(changed, mutex, &deadline) == ETIMEDOUT {
                return unsafe body(&state)
            }
        }
    }

    private static func moment(after patience: Duration) -> timespec {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        let nanoseconds = now.tv_nsec + Int(patience.components.attoseconds / 1_000_000_000)
        return timespec(
            tv_sec: now.tv_sec + Int(patience.components.seconds) + nanoseconds / 1_000_000_000,
            tv_nsec: nanoseconds % 1_000_000_000)
    }
}
