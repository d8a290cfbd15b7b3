import Foundation
import TestKit
import Testing

@Suite("The page of the events")
struct EventPageTests {
    /// What a part of the sources that makes an event names: events, and keys.
    private struct Made {
        var names: Set<String> = []
        var keys: Set<String> = []
    }

    /// Every event that the agent makes, as the text of the sources has it.
    private static func made() throws -> [Made] {
        let folder = Checkout.root.appending(path: "Sources/Gateway")
        let files = try #require(
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var all: [Made] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for part in text.split(separator: /(?:GatewayEvent|self\.init)\(/).dropFirst() {
                let head = part.prefix(120)
                let names = head.matches(of: /"([a-z]+\.[a-z][A-Za-z]+)"/).map { String($0.1) }
                guard !names.isEmpty else { continue }
                let keys = part.matches(of: /\("([a-z_]+)", \.(?:text|number|flag|list)/)
                all.append(Made(names: Set(names), keys: Set(keys.map { String($0.1) })))
            }
        }
        return all
    }

    /// The rows of the page: an event, and its keys.
    private static func rows() throws -> [String: Set<String>] {
        let page = Checkout.root.appending(
            path: "Sources/Gateway/Gateway.docc/WhatTheEventsTell.md")
        var rows: [String: Set<String>] = [:]
        for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let name = cells[0].wholeMatch(of: /`([a-z]+\.[A-Za-z]+)`/)
            else { continue }
            rows[String(name.1)] = Set(
                cells[2].matches(of: /`([a-z_]+)`/).map { String($0.1) })
        }
        return rows
    }

    /// What only commands print.
    private static let answers: Set<String> = ["configuration.checked"]

    @Test("lists every event that the agent makes, and no other")
    func names() throws {
        let made = try Set(Self.made().flatMap(\.names)).subtracting(Self.answers)
        #expect(made.count > 55)
        #expect(Set(try Self.rows().keys) == made)
    }

    @Test("has of each event the keys that the agent writes")
    func keys() throws {
        let rows = try Self.rows()
        for (name, keys) in rows {
            let made = try Self.made().filter { $0.names.contains(name) }.flatMap(\.keys)
            #expect(keys == Set(made), "\(name)")
        }
    }
}
