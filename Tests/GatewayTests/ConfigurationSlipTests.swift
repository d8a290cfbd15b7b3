import Documents
import Foundation
import TestKit
import Testing

@testable import Gateway

@Suite("A slip of the hand in the configuration")
struct ConfigurationSlipTests {
    private let shipped: ShippedConfiguration

    init() throws { shipped = try ShippedConfiguration() }

    /// A way down to a key that no list stands on, and what may stand there.
    private struct Place {
        let path: [String]
        let content: DocumentContent
    }

    private func places(
        of shape: DocumentShape = .configuration, under path: [String] = []
    ) -> [Place] {
        shape.keys.flatMap { key -> [Place] in
            let place = Place(path: path + [key.name], content: key.content)
            guard let inner = key.content.shape else { return [place] }
            return [place] + places(of: inner, under: place.path)
        }
    }

    /// Lays one key over the shipped configuration, and says what the reader says to it.
    private func complaint(_ path: [String], _ text: String) throws -> String? {
        let document =
            path.map { "{\($0): " }.joined() + text
            + String(repeating: "}", count: path.count)
        try shipped.layOver(document)
        do {
            _ = try ConfigurationFile.load(shipped.file)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("a misspelt key is refused wherever it stands, with its file, line and column")
    func misspelt() throws {
        for place in places() {
            let path = Array(place.path.dropLast()) + [(place.path.last ?? "") + "x"]
            let complaint = try complaint(path, "1")
            #expect(
                complaint?.hasPrefix("\(shipped.dropIn):1:") == true, "\(path): \(complaint ?? "")")
        }
    }

    @Test("a value of another kind is refused, whatever the key")
    func wrongType() throws {
        for place in places() {
            for text in wrong(place.content) {
                let complaint = try complaint(place.path, text)
                #expect(complaint != nil, "\(place.path): \(text)")
            }
        }
    }

    @Test("a number just outside its range is refused, and the range is told")
    func outOfRange() throws {
        var count = 0
        for place in places() {
            guard case .whole(let range) = place.content else { continue }
            for number in [
                range.lowerBound - 1, range.upperBound == .max ? nil : range.upperBound + 1,
            ] {
                guard let number else { continue }
                count += 1
                #expect(try complaint(place.path, "\(number)") != nil, "\(place.path)")
                let findings = ConfigurationFile.findings(shipped.file)
                #expect(findings.contains { $0.contains("range") }, "\(place.path): \(findings)")
            }
        }
        #expect(count > 10)
    }

    private func wrong(_ content: DocumentContent) -> [String] {
        switch content {
        case .text, .word: ["[1, 2]", "{a: 1}"]
        case .whole, .decimal: ["many", "[1]", "\"1\""]
        case .flag: ["yes", "1", "[true]"]
        case .mapping: ["word", "[1]"]
        case .list: ["word", "{a: 1}"]
        case .either: ["nonsense"]
        }
    }
}
