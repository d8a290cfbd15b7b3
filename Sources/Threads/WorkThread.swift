/// One thread of its own for a loop of tasks that wakes often.
///
/// A task that prefers it is woken by one signal to one thread. The cooperative pool hands every job
/// from thread to thread before it runs, which costs an idle box more than the job does; and a loop
/// here waits for nobody else's computations.
package final class WorkThread: TaskExecutor {
    private let thread: BlockingThread

    /// Starts a thread; the system shows the first 15 bytes of `name`.
    package init(name: String) {
        thread = BlockingThread(name: name)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The closure holds the executor until the job has left it.
        thread.start { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
