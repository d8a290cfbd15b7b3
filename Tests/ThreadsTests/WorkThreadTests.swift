import Glibc
import Testing

@testable import Threads

@Suite("A loop that wakes often has a thread of its own")
struct WorkThreadTests {
    @Test("a task and its children that prefer the thread run there, also after they waited")
    func preference() async {
        let thread = WorkThread(name: "loop")
        let seen = await withTaskExecutorPreference(thread) {
            await withTaskGroup(of: UInt.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await Task.yield()
                        return currentThread()
                    }
                }
                return await group.reduce(into: Set([currentThread()])) { $0.insert($1) }
            }
        }
        #expect(seen.count == 1)
        #expect(!seen.contains(currentThread()))
    }

    @Test("what such a task asks of others comes back to its thread")
    func elsewhere() async {
        let (thread, other) = (WorkThread(name: "loop"), BlockingThread(name: "other"))
        await withTaskExecutorPreference(thread) {
            let before = currentThread()
            let there = await other.run { currentThread() }
            #expect(there != before)
            #expect(currentThread() == before)
        }
    }
}

/// The calling thread, by its number.
private func currentThread() -> UInt { UInt(pthread_self()) }
