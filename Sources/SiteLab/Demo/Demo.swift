import Foundation
import Glibc

/// Trucks become verified receipts, with an outage in the middle; every part a real process.
package final class Demo {
    /// How the demo is to be.
    package struct Settings: Sendable {
        /// The folder for everything; a new temporary one without it.
        package var folder: String?
        /// Whether the folder stays when the demo is interrupted.
        package var isKept = false
        /// How many times faster than life trucks travel; a deck settles no faster.
        package var speed = 14.0
        package var seed: UInt64 = 1
        package var style = DemoTeller.Style.plain
        /// Instead of the story: so many minutes of a busy site, and what the agent holds meanwhile.
        package var soak: Int?
        /// The lab's own program and the agent's, as absolute paths.
        package var lab: String
        package var agent: String

        package init(lab: String, agent: String) {
            (self.lab, self.agent) = (lab, agent)
        }
    }

    let settings: Settings
    let folder: DemoFolder
    var teller: DemoTeller
    var story = DemoStory()
    var site: DemoSite
    private(set) var children: [ChildProcess] = []
    /// Who was told to end, and how programs ended.
    private var dismissed: Set<String> = []
    private var endings: [String: Int32] = [:]
    private let inputs: AsyncStream<DemoInput>
    private var input: AsyncStream<DemoInput>.Iterator
    private let into: AsyncStream<DemoInput>.Continuation

    /// Makes the demo's folder; `out` writes a text as it is.
    package init(_ settings: Settings, out: @escaping (String) -> Void) throws {
        self.settings = settings
        folder = try DemoFolder(settings.folder)
        teller = DemoTeller(settings.style, out: out)
        let ports = try LoopbackPort.free(2)
        site = DemoSite(
            brokerPort: ports[0], modbusPort: ports[1],
            devices: try DemoPrograms.devices(beside: settings.lab))
        if let minutes = settings.soak { site.trucks = 3 * minutes }
        (inputs, into) = AsyncStream<DemoInput>.makeStream()
        input = inputs.makeAsyncIterator()
    }

    /// Runs the whole story; gives the program's exit status, and leaves no process behind.
    package func run() async -> Int32 {
        let signals = LabSignals.stream([SIGINT, SIGTERM, SIGHUP])
        let watch = Task { [into] in
            for await _ in signals { into.yield(.interrupted) }
        }
        let pulse = Task { [into] in
            while !Task.isCancelled {
                into.yield(.tick)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        defer {
            watch.cancel()
            pulse.cancel()
        }
        do {
            try await setUp()
            if let minutes = settings.soak {
                try await soak(minutes: minutes)
            } else {
                try await weigh()
                try await prove()
            }
            await stopAll()
            return 0
        } catch is DemoInterrupted {
            await stopAll()
            if !settings.isKept { folder.remove() }
            teller.begin("Interrupted")
            teller.tell("end", settings.isKept ? "files in \(folder.path)" : "nothing is left")
            return 130
        } catch {
            await stopAll()
            teller.begin("Failed")
            teller.tell("failed", "\(error)", .bad)
            teller.tell("logs", folder.logs, .bad)
            return 1
        }
    }

    /// Starts a program that stays; what it prints comes in by `wait`.
    @discardableResult
    func start(_ name: String, _ words: [String]) throws -> ChildProcess {
        let child = try ChildProcess(name, words, log: folder.log(name)) { [into] news in
            into.yield(.child(name, news))
        }
        children.append(child)
        return child
    }

    /// Takes what comes until `isDone`; `what` names it on the way and when it does not come.
    func wait(
        for what: @autoclosure () -> String, atMost limit: Duration, until isDone: () -> Bool
    ) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while !isDone() {
            guard let next = await input.next(isolation: #isolation) else {
                throw DemoInterrupted()
            }
            switch next {
            case .interrupted: throw DemoInterrupted()
            case .tick:
                guard clock.now < deadline else {
                    throw DemoTrouble("waited \(limit.components.seconds) s for \(what())")
                }
                teller.wait(for: what())
            case .child(let name, .ended(let status)): endings[name] = status
            case .child(_, .line(let line)):
                guard let event = LabEvent(json: line) else { continue }
                story.take(event)
                if settings.soak == nil { story.tell(event, to: &teller) }
                noteSetUp(event)
            }
            try expectNobodyEnded()
        }
    }

    /// Tells a child to end and waits until it has; gives its exit status.
    func stop(_ child: ChildProcess, atMost limit: Duration) async throws -> Int32? {
        let name = child.name
        dismissed.insert(name)
        child.signal(SIGTERM)
        try await wait(for: "the end of \(name)", atMost: limit) { endings[name] != nil }
        return endings[name]
    }

    /// The ends of programs that nobody asked for.
    private func expectNobodyEnded() throws(DemoTrouble) {
        for child in children where !dismissed.contains(child.name) {
            guard let status = endings[child.name] else { continue }
            throw DemoTrouble(
                "\(child.name) ended by itself with status \(status); its last words: "
                    + "\(DemoPrograms.lastWords(in: child.log))")
        }
    }

    /// The youngest first: the agent before what it depends on.
    private func stopAll() async {
        for child in children.reversed() { await child.stop() }
        site.soak?.stop()
    }
}

/// What the demo hears of.
enum DemoInput: Sendable {
    case child(String, ChildProcess.News)
    /// Five times a second.
    case tick
    case interrupted
}
