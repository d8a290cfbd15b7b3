import Foundation
import LedgerServer
import TestKit
import Wire

/// What a real CometBFT node and its application said between a start and the end, on all four
/// connections, in the order of time.
struct RecordedStart {
    /// One message, once all of it was there.
    enum Message {
        case request(ABCIRequest)
        case response(ABCIResponse)
    }

    let name: String
    /// The connections are numbered as the node opened them.
    let messages: [(connection: Int, message: Message)]

    static let names = ["1-first-start", "2-node-restart", "3-app-lost-its-state"]

    private struct Line: Decodable {
        let t: Double
        let dir: String
        let hex: String?
    }

    init(_ name: String) throws {
        self.name = name
        let folder = Checkout.root.appendingPathComponent(
            "Tests/LedgerServerTests/Fixtures/abci-0.38/\(name)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var found: [(time: Double, connection: Int, message: Message)] = []
        for (connection, file) in files.enumerated() {
            let text = try String(
                contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            found += try Self.messages(text).map { ($0.time, connection, $0.message) }
        }
        // Stable: what one connection carried stays in its order.
        messages = found.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map { ($0.element.connection, $0.element.message) }
    }

    private static func messages(_ text: String) throws -> [(time: Double, message: Message)] {
        var (asked, answered) = (ABCIFrames(), ABCIFrames())
        var found: [(time: Double, message: Message)] = []
        for text in text.split(separator: "\n") {
            let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            guard let hex = line.hex else { continue }
            guard let bytes = Hex.decode(hex) else { throw Trouble("not hexadecimal: \(hex)") }
            if line.dir == "node->app" {
                asked.append(bytes)
                while let bytes = try asked.next() {
                    found.append((line.t, .request(try ABCIRequest(decoding: bytes))))
                }
            } else {
                answered.append(bytes)
                while let bytes = try answered.next() {
                    found.append((line.t, .response(try ABCIResponse(decoding: bytes))))
                }
            }
        }
        return found
    }

    /// The height of the last block that was finalized.
    var lastHeight: Int64? {
        let heights = messages.compactMap { _, message -> Int64? in
            guard case .request(.finalizeBlock(let question)) = message else { return nil }
            return question.height
        }
        return heights.last
    }

    /// Plays the node's side to an application whose genesis is another: what was asked is asked again,
    /// and an answer is read where one came.
    ///
    /// Throws where an answer is of another kind than the recorded one, or there is none.
    func play(to address: ABCIServer.Address, genesis: [UInt8]) throws {
        let count = (messages.map(\.connection).max() ?? 0) + 1
        let connections = try (0..<count).map { _ in try ABCIConnection(address) }
        for (place, (connection, message)) in messages.enumerated() {
            switch message {
            case .request(.initChain(var question)):
                question.appStateBytes = genesis
                connections[connection].send(
                    ABCIFrames.framed(ABCIRequest.initChain(question).bytes))
            case .request(let request):
                connections[connection].send(ABCIFrames.framed(request.bytes))
            case .response(let expected):
                guard let answer = try connections[connection].answer() else {
                    throw Trouble("\(name), message \(place): the connection ends")
                }
                guard Self.kind(answer) == Self.kind(expected) else {
                    throw Trouble(
                        "\(name), message \(place): \(answer) in the place of \(Self.kind(expected))"
                    )
                }
            }
        }
    }

    private static func kind(_ response: ABCIResponse) -> String {
        Mirror(reflecting: response).children.first?.label ?? "\(response)"
    }
}
