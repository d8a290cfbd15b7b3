import Foundation
import LedgerServer
import Testing
import Wire

/// One connection between a CometBFT 0.38.25 and its kvstore application, as it was recorded.
struct RecordedStream: Sendable, CustomTestStringConvertible {
    /// One line: bytes as one side read them.
    private struct Line: Decodable {
        let dir: String
        let hex: String?
    }

    /// Which connection of which start.
    let name: String
    /// What the node sent, message by message.
    let requests: [[UInt8]]
    /// What the application answered.
    let responses: [[UInt8]]

    var testDescription: String { name }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/abci-0.38")

    /// The three starts, in their order.
    static let starts = ["1-first-start", "2-node-restart", "3-app-lost-its-state"]
    /// The four connections of a start, in the order in which the node opened them.
    static let connections = ["connection-01", "connection-02", "connection-03", "connection-04"]

    /// The names of all twelve connections.
    static let names = starts.flatMap { start in connections.map { "\(start)/\($0)" } }

    /// The connection over which a start's node told of its blocks.
    static func consensus(_ start: String) throws -> RecordedStream {
        try RecordedStream(start + "/connection-04")
    }

    init(_ name: String) throws {
        self.name = name
        let file = RecordedStream.folder.appendingPathComponent(name + ".jsonl")
        let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: Data($0))
        }
        requests = try RecordedStream.messages(lines, "node->app")
        responses = try RecordedStream.messages(lines, "app->node")
    }

    private static func messages(_ lines: [Line], _ direction: String) throws -> [[UInt8]] {
        var (frames, messages) = (ABCIFrames(), [[UInt8]]())
        for line in lines where line.dir == direction {
            guard let hex = line.hex else { continue }
            frames.append(try #require(Hex.decode(hex)))
            while let message = try frames.next() { messages.append(message) }
        }
        try #require(frames.pendingCount == 0, "the stream ends inside a frame")
        return messages
    }

    /// What was asked, read.
    func questions() throws -> [ABCIRequest] { try requests.map { try ABCIRequest(decoding: $0) } }

    /// What was answered, read.
    func answers() throws -> [ABCIResponse] {
        try responses.map { try ABCIResponse(decoding: $0) }
    }
}
