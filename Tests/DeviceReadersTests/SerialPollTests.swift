import DeviceMaps
import Foundation
import Glibc
import Intake
import Synchronization
import TestKit
import Testing

@testable import DeviceReaders

/// An indicator at the end of a pseudo-terminal that answers questions as a test tells it to.
private final class AskedIndicator: Sendable {
    private let terminal: PseudoTerminal
    private let state: Mutex<(answers: [[UInt8]], asked: [UInt8])>

    init(path: String, answers: [[UInt8]]) throws {
        terminal = try PseudoTerminal(path: path)
        state = Mutex((answers, []))
    }

    var asked: [UInt8] { state.withLock { $0.asked } }

    func set(_ answers: [[UInt8]]) { state.withLock { $0.answers = answers } }

    /// Answers whatever ends as a question does.
    func run(questionEnd: UInt8) async {
        await SerialKit.repeatedly {
            let bytes = terminal.received()
            state.withLock { $0.asked += bytes }
            guard bytes.contains(questionEnd) else { return }
            for answer in state.withLock({ $0.answers }) { terminal.send(answer) }
        }
    }
}

@Suite("Asking a scale over a serial line")
struct SerialPollTests {
    private let folder: TemporaryDirectory
    private let path: String

    init() throws {
        folder = try TemporaryDirectory()
        path = folder.file("usb-indicator")
    }

    private var settings: SerialReader.Settings {
        SerialKit.settings(.tty(path: path, line: nil))
    }

    @Test(
        "the question is the map's, and nothing else is ever sent", .timeLimit(.minutes(1)),
        arguments: [
            ("flintec/bsi", "01B5D\r\n", "24680"), ("sma/standard", "\nW\r", "100020"),
            ("gram/pc0", "$", "-20"), ("yaohua/xk3190-command", "\u{2}AB03\u{3}", "24680"),
        ])
    func question(name: String, question: String, weight: String) async throws {
        let answer = try SerialKit.frame(name, weight: weight)
        let question = Array(question.utf8)
        let indicator = try AskedIndicator(path: path, answers: [answer])
        let end = try #require(question.last)
        try await SerialKit.reading(
            name, settings, device: { await indicator.run(questionEnd: end) }
        ) { reader in
            for _ in 0..<5 {
                let reading = try await reader.nextReading().reading
                #expect(String(reading.shown.digits) == weight)
            }
        }
        var asked = indicator.asked[...]
        var count = 0
        while asked.starts(with: question) {
            asked = asked.dropFirst(question.count)
            count += 1
        }
        #expect(asked.isEmpty && count >= 5)
    }

    @Test(
        "the answers of other devices on the line are passed over", .timeLimit(.minutes(1)))
    func others() async throws {
        let mine = try SerialKit.frame("flintec/bsi", weight: "24680")
        let other = Array("02BS+0001234054\r\n".utf8)
        let print = Array("01PS+000123.449\r\n".utf8)
        let indicator = try AskedIndicator(path: path, answers: [other, print, mine])
        try await SerialKit.reading(
            "flintec/bsi", settings, device: { await indicator.run(questionEnd: 0x0A) }
        ) { reader in
            for _ in 0..<5 {
                #expect(try await reader.nextReading().reading.shown.digits == 24_680)
            }
            indicator.set([other])
            try await reader.nextSilence(saying: "not from address 1")
        }
    }

    @Test(
        "an indicator that stops answering is silent, and read again when it answers",
        .timeLimit(.minutes(1)))
    func hanging() async throws {
        let answer = try SerialKit.frame("sma/standard", weight: "24680")
        let indicator = try AskedIndicator(path: path, answers: [answer])
        try await SerialKit.reading(
            "sma/standard", settings, device: { await indicator.run(questionEnd: 0x0D) }
        ) { reader in
            _ = try await reader.nextReading()
            indicator.set([])
            try await reader.nextSilence(saying: "no answer")
            indicator.set([Array("\n?\r".utf8)])
            try await reader.nextSilence(saying: "without the weight")
            indicator.set([Array(answer.prefix(9))])
            try await reader.nextSilence(saying: "no answer")
            indicator.set([answer])
            #expect(try await reader.nextReading().reading.shown.digits == 24_680)
        }
    }
}
