import Foundation
import LedgerServer
import Testing
import Wire

@Suite("ABCI as Google's protobuf library writes it")
struct SecondEncoderTests {
    private static let lines: Result<[Data], any Error> = Result {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/protobuf-7.36/messages.jsonl")
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { Data($0) }
    }

    @Test("every field of every message stands under its name, and is written as it came")
    func everyField() throws {
        var counts = ["request": 0, "response": 0]
        for line in try Self.lines.get() {
            let object = try #require(
                try JSONSerialization.jsonObject(with: line) as? [String: Any])
            let side = try #require(object["side"] as? String)
            let hex = try #require(object["hex"] as? String)
            let bytes = try #require(Hex.decode(hex))
            let fields = try FieldsByName.canonical(try #require(object["fields"]))
            if side == "request" {
                let request = try ABCIRequest(decoding: bytes)
                #expect(try FieldsByName.text(of: request) == fields)
                #expect(Hex.encode(request.bytes) == hex)
            } else {
                let response = try ABCIResponse(decoding: bytes)
                #expect(try FieldsByName.text(of: response) == fields)
                #expect(Hex.encode(response.bytes) == hex)
            }
            counts[side, default: 0] += 1
        }
        #expect(counts == ["request": 32, "response": 34])
    }
}
