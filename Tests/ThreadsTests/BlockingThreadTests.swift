import Glibc
import Synchronization
import Testing

@testable import Threads

private struct Broken: Error, Equatable { let number: Int }

@Suite("Calls that block run on a thread of their own")
struct BlockingThreadTests {
    @Test("works are done one after the other in the order they were asked for")
    func order() async throws {
        let thread = BlockingThread(name: "order")
        let done = Mutex<[Int]>([])
        for number in 0..<100 { thread.start { done.withLock { $0.append(number) } } }
        let last = await thread.run { done.withLock { $0 } }
        #expect(last == Array(0..<100))
    }

    @Test("a result and an error come back to who asked, awaiting or waiting")
    func results() async throws {
        let thread = BlockingThread(name: "results")
        let caller = UInt(pthread_self())
        let other = await thread.run { UInt(pthread_self()) }
        #expect(other != caller)
        let thrown = await #expect(throws: Broken.self) {
            try await thread.run { throw Broken(number: 7) }
        }
        #expect(thrown == Broken(number: 7))
        let waited = await BlockingThread(name: "waits").run { thread.runAndWait { 42 } }
        #expect(waited == 42)
        #expect(throws: Broken.self) { try thread.runAndWait { throw Broken(number: 8) } }
    }

    @Test("an actor on the thread runs there and nowhere else")
    func executor() async {
        let owner = Owner()
        for _ in 0..<50 { #expect(await owner.isAtHome) }
        await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { await owner.count() } }
        }
        #expect(await owner.counted == 20)
    }

    @Test("an actor that ends on its own thread takes the thread with it")
    func ending() async throws {
        for _ in 0..<200 {
            var owner: Owner? = Owner(name: "ending")
            await owner?.count()
            owner = nil
        }
        // The threads end by themselves; a thread that ran on would still be here.
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        while threads(named: "ending") > 0, clock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(threads(named: "ending") == 0)
    }

    @Test("a shutdown finishes what is queued, and what is asked for later is still done")
    func shutdown() async {
        let thread = BlockingThread(name: "shutdown")
        let gate = Monitor(false)
        let done = Monitor(0)
        thread.start { gate.wait { $0 ? () : nil } }
        for _ in 0..<10 { thread.start { done.with { $0 += 1 } } }
        thread.shutdown()
        gate.with { $0 = true }
        #expect(await BlockingThread(name: "waits").run { done.wait { $0 == 10 ? $0 : nil } } == 10)
        for number in 0..<100 { #expect(await thread.run { number } == number) }
        thread.shutdown()
    }

    @Test("a thread that blocks does not hold up the pool")
    func pool() async {
        let gate = Monitor(false)
        let threads = (0..<8).map { BlockingThread(name: "blocked-\($0)") }
        await withTaskGroup { group in
            for thread in threads {
                group.addTask { await thread.run { gate.wait { $0 ? () : nil } } }
            }
            group.addTask { gate.with { $0 = true } }
        }
    }

    @Test("a wait for a monitor that nobody changes ends with its patience")
    func patience() {
        let monitor = Monitor(0)
        let clock = ContinuousClock()
        var answer: Int?
        let elapsed = clock.measure {
            answer = monitor.wait(atMost: .milliseconds(50)) { $0 > 0 ? $0 : nil }
        }
        #expect(answer == nil)
        #expect(elapsed >= .milliseconds(50) && elapsed < .seconds(2))
    }

    @Test("a thread that waits for itself is a mistake of ours and stops the program")
    func waitsForItself() async {
        await #expect(processExitsWith: .failure) {
            let thread = BlockingThread(name: "self")
            await thread.run { thread.runAndWait {} }
        }
    }

    private func threads(named name: String) -> Int {
        guard let tasks = opendir("/proc/self/task") else { return 0 }
        defer { closedir(tasks) }
        var count = 0
        while let entry = readdir(tasks) {
            let id = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let file = fopen("/proc/self/task/\(id)/comm", "r") else { continue }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 32)
            guard fgets(&line, 32, file) != nil else { continue }
            let bytes = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
            if String(decoding: bytes, as: UTF8.self) == name { count += 1 }
        }
        return count
    }
}

/// An actor whose home is a blocking thread.
private actor Owner {
    private let thread: BlockingThread
    private(set) var counted = 0

    init(name: String = "owner") { thread = BlockingThread(name: name) }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    var isAtHome: Bool { thread.isCurrent }

    func count() { counted += 1 }
}
