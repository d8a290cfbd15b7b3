import Foundation
import Synchronization
import Testing

@testable import SiteLab

@Suite("The demo's story")
struct DemoStoryTests {
    @Test("An event printed as JSON reads back as it was")
    func roundTrip() throws {
        let told = LabEvent(
            "load.recorded", "net 10 720 kg, \"passed\"\nin block 4",
            [
                ("code", .text("20 03 01")), ("held", .flag(true)), ("one", .number(1)),
                ("net_grams", .number(-10_720_000)), ("reasons", .list(["a/b", "c"])),
            ], isWarning: true)
        #expect(!told.json.contains("\n"))
        let read = try #require(LabEvent(json: told.json))
        #expect(read.name == told.name && read.text == told.text && read.isWarning)
        #expect(read.number("net_grams") == -10_720_000)
        #expect(read.number("one") == 1 && !read.flag("one"))
        #expect(read.flag("held") && read.number("held") == nil)
        #expect(read.text("code") == "20 03 01" && read.list("reasons") == ["a/b", "c"])
    }

    @Test("What is no event is no news", arguments: ["", "ready", "[1]", "{\"level\":\"info\"}"])
    func noise(line: String) {
        #expect(LabEvent(json: line) == nil)
    }

    @Test("A journal is delivered when each of its entries is, and not before")
    func delivery() {
        var story = DemoStory()
        #expect(!story.isAllDelivered)
        for seq in 1...3 {
            story.take(LabEvent("entry.recorded", "", [("seq", .number(Int64(seq)))]))
        }
        story.take(delivered(1, 2, at: 7))
        #expect(!story.isAllDelivered && story.height(of: 2) == 7 && story.height(of: 3) == nil)
        story.take(delivered(3, 3, at: 9))
        #expect(story.isAllDelivered && story.height(of: 3) == 9)
    }

    @Test("Of six trucks one brings what the permit does not name, and each has a plate of its own")
    func trucks() {
        let strangers = DemoLoad.all.filter { !DemoLoad.permitted.contains($0.code) }
        #expect(strangers.count == 1)
        let plates = DemoLoad.trucks(13, speed: 4).map(\.plate)
        #expect(Set(plates).count == 13)
        #expect(DemoLoad.written(plates[0]) == DemoLoad.all[0].plate)
    }

    @Test(
        "Weights are written in groups of three",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1 000"), (24_180, "24 180"),
            (-1_234_567, "-1 234 567"),
        ] as [(Int64, String)])
    func grouping(number: Int64, text: String) {
        #expect(String(grouped: number) == text)
    }

    @Test("Without a terminal there is no colour, and for programs nothing but JSON")
    func styles() {
        for style in [DemoTeller.Style.plain, .json] {
            let said = Mutex("")
            var teller = DemoTeller(style) { text in said.withLock { $0 += text } }
            teller.begin("Weighing", "trucks")
            teller.wait(for: "two loads")
            teller.line("a table")
            teller.tell("load 1", "10 720 kg", .good)
            let lines = said.withLock { $0 }.split(separator: "\n")
            #expect(!lines.contains { $0.contains("\u{1B}") })
            if case .json = style {
                #expect(lines.map { LabEvent(json: String($0))?.name } == ["demo.load"])
            }
        }
    }

    private func delivered(_ first: Int64, _ last: Int64, at height: Int64) -> LabEvent {
        LabEvent(
            "batch.delivered", "",
            [("first", .number(first)), ("last", .number(last)), ("height", .number(height))])
    }
}

@Suite("The demo's children")
struct ChildProcessTests {
    @Test("A child's lines come in order and its status last")
    func lines() async throws {
        let folder = try DemoFolder(nil)
        defer { folder.remove() }
        let done = try await DemoPrograms.finish(
            "words", ["/bin/sh", "-c", "echo one; echo two; echo trouble >&2; exit 3"],
            log: folder.log("words"))
        #expect(done.status == 3 && done.lines == ["one", "two"])
        #expect(DemoPrograms.lastWords(in: folder.log("words")).contains("trouble"))
    }

    @Test("A child that ignores SIGTERM is ended by force, and its number forgotten")
    func stubborn() async throws {
        let folder = try DemoFolder(nil)
        defer { folder.remove() }
        let (news, teller) = AsyncStream<ChildProcess.News>.makeStream()
        let child = try ChildProcess(
            "stubborn", ["/bin/sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"],
            log: folder.log("stubborn")
        ) { teller.yield($0) }
        var iterator = news.makeAsyncIterator()
        _ = await iterator.next()
        await child.stop(patience: .milliseconds(200))
        #expect(!child.isRunning)
        child.signal(SIGTERM)
        guard case .ended(let status) = await iterator.next() else {
            Issue.record("the end was not told")
            return
        }
        #expect(status == -SIGKILL)
    }
}
