import Foundation
import TestKit
import Testing

@testable import Documents
@testable import Gateway

/// The annotated files are the reference: what they say of a key is what the reader does with it.
@Suite("What the annotated configuration says of its keys")
struct ReferenceTests {
    /// Units as sentences have them.
    private static let units = [
        "ms": "milliseconds", "s": "seconds", "d": "days", "kg": "kilograms",
        "counts/s": "counts per second", "bit/s": "bits per second",
    ]

    private static let files: [(name: String, shape: DocumentShape)] = [
        ("weighpost", .configuration), ("devices", .devicesFile), ("vehicles", .vehiclesFile),
    ]

    @Test(
        "every key of every shape is there, with its default, its range, its unit and its words",
        arguments: files)
    func reference(name: String, shape: DocumentShape) throws {
        let file = Checkout.root.appending(path: "Config/\(name).yaml")
        let lines = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var count = 0
        for key in Self.keys(of: shape) {
            count += 1
            let entries = Self.entries(of: key.name, in: lines)
            #expect(!entries.isEmpty, "Config/\(name).yaml does not have \(key.name)")
            // A name may stand for several keys; one of its lines has to be this one's.
            let gaps = entries.map { Self.gaps(of: key, in: $0) }
            let least = gaps.min { $0.count < $1.count } ?? []
            #expect(least.isEmpty, "Config/\(name).yaml: \(key.name): \(least)")
        }
        #expect(count > 10)
    }

    private struct Entry {
        /// What stands behind the colon, with the comment behind that.
        let line: String
        /// That and the comment above.
        let text: String
    }

    /// Every line that has the key, written or in a comment.
    private static func entries(of name: String, in lines: [String]) -> [Entry] {
        lines.indices.compactMap { number in
            let line = lines[number]
            guard let start = line.firstRange(of: "\(name):"),
                line[..<start.lowerBound].last.map({ " {#-,\"".contains($0) }) ?? true
            else { return nil }
            var above: [String] = []
            for line in lines[..<number].reversed() {
                guard line.wholeMatch(of: /\s*#.*/) != nil else { break }
                above.insert(line, at: 0)
            }
            let rest = String(line[start.upperBound...])
            return Entry(line: rest, text: (above + [line]).joined(separator: "\n"))
        }
    }

    /// What an entry leaves out of what the shape knows.
    private static func gaps(of key: DocumentKey, in entry: Entry) -> [String] {
        var wanted: [[String]] = []
        if let usual = key.usual {
            let stands = entry.line.drop { " \"".contains($0) }.hasPrefix(usual)
            if !stands { wanted.append(["default \(usual)", "default: \(usual)"]) }
        }
        if let unit = key.unit { wanted.append([units[unit] ?? "in \(unit)"]) }
        if let range = key.content.range { wanted.append(told(range)) }
        if let range = key.content.decimalRange { wanted.append(["\(range)"]) }
        if case .decimal(nil) = key.content { wanted.append(["any decimal number"]) }
        if case .flag = key.content { wanted.append(["true or false"]) }
        let words = key.content.words ?? []
        let isRow = words.count > 4 && words.allSatisfy { Int($0) != nil }
        if isRow {
            wanted.append(["\(words[0]) to \(words[words.count - 1])"])
        } else {
            wanted += words.map { [$0] }
        }
        return wanted.filter { ways in !ways.contains { entry.text.contains($0) } }
            .map { $0.joined(separator: ", or ") }
    }

    private static func told(_ range: ClosedRange<Int64>) -> [String] {
        let (low, high) = (range.lowerBound, range.upperBound)
        if high == .max { return ["from \(low) up"] }
        return ["\(low) to \(high)"] + (high == low + 1 ? ["\(low) or \(high)"] : [])
    }

    private static func keys(of shape: DocumentShape) -> [DocumentKey] {
        shape.keys.flatMap { [$0] + keys(of: $0.content) }
    }

    private static func keys(of content: DocumentContent) -> [DocumentKey] {
        switch content {
        case .mapping(let shape): keys(of: shape)
        case .list(let inner): keys(of: inner)
        case .either(let several): several.flatMap { keys(of: $0) }
        case .text, .filled, .whole, .decimal, .flag, .word: []
        }
    }
}
