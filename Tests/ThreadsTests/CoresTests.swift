import Glibc
import Synchronization
import TestKit
import Testing
import Threads

@Suite("Short computations are spread over the cores")
struct CoresTests {
    @Test("the first failure is the one that a loop finds", arguments: Array(UInt64(1)...20))
    func likeALoop(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for count in [0, 1, 3, 4, 5, 16, 100, 500] {
            for rarity in [1, 3, 50, 1_000] {
                let isGood = (0..<count).map { _ in Int.random(in: 0..<rarity, using: &random) > 0 }
                let found = Cores.firstFailure(among: count) { isGood[$0] }
                #expect(found == isGood.firstIndex(of: false), "\(count) places, seed \(seed)")
            }
        }
    }

    @Test("every place is looked at once", arguments: [1, 3, 4, 200])
    func once(count: Int) {
        let looked = Mutex(Array(repeating: 0, count: count))
        let found = Cores.firstFailure(among: count) { place in
            looked.withLock { $0[place] += 1 }
            return true
        }
        #expect(found == nil)
        #expect(looked.withLock { $0 } == Array(repeating: 1, count: count))
    }

    @Test("where everything fails, each core looks at one place and no more")
    func allFail() {
        let looked = Mutex(0)
        let found = Cores.firstFailure(among: 1_000) { _ in
            looked.withLock { $0 += 1 }
            compute(milliseconds: 5)
            return false
        }
        #expect(found == 0)
        #expect(looked.withLock { $0 } <= cores)
    }

    @Test("two cores look at places at the same time, and never more than there are")
    func both() {
        let active = Mutex((now: 0, most: 0))
        // The other threads of the pool may all be busy with other tests for a while.
        for _ in 0..<100 where active.withLock({ $0.most }) < min(2, cores) {
            _ = Cores.firstFailure(among: 64) { _ in
                active.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                compute(milliseconds: 2)
                active.withLock { $0.now -= 1 }
                return true
            }
        }
        #expect(active.withLock { $0.most } >= min(2, cores))
        #expect(active.withLock { $0.most } <= cores)
    }

    @Test("many tasks at once all get their answer, and hardly any threads come of it")
    func manyTasks() async {
        await withTaskGroup { group in
            for task in 0..<200 {
                group.addTask {
                    let found = Cores.firstFailure(among: 300) { $0 != task }
                    #expect(found == task)
                }
            }
        }
        // The pool's, and those of the tests beside this one.
        #expect(threadCount < 2 * cores + 50)
    }

    private var cores: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    private func compute(milliseconds: Int) {
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(milliseconds)
        while clock.now < end {}
    }

    private var threadCount: Int {
        guard let tasks = opendir("/proc/self/task") else { return 0 }
        defer { closedir(tasks) }
        var count = 0
        while readdir(tasks) != nil { count += 1 }
        return count - 2
    }
}
