import Documents
import TestKit
import Testing
import YAML

private func parse(_ text: String) throws(DocumentError) -> DocumentNode {
    try YAML.parse(Array(text.utf8), file: "map.yaml")
}

/// The complaint of a text that must be refused.
private func complaint(_ text: String) -> String {
    do throws(DocumentError) {
        let node = try parse(text)
        return "not refused: \(node)"
    } catch {
        return error.description
    }
}

@Suite("What people write is read as written")
struct YAMLTests {
    @Test("scalars keep their text; only nothing, ~ and null are nothing")
    func scalars() throws {
        let node = try parse("[no, 'yes', 010, 1e3, 12:30, null, ~, '', \"a\\nb\", null]")
        let values = try node.nodes("list").map(\.value)
        #expect(
            values == [
                .scalar("no", plain: true), .scalar("yes", plain: false),
                .scalar("010", plain: true), .scalar("1e3", plain: true),
                .scalar("12:30", plain: true), .null, .null, .scalar("", plain: false),
                .scalar("a\nb", plain: false), .null,
            ])
    }

    @Test("every node knows its line and column")
    func places() throws {
        let node = try parse("maker: Acme\nblocks:\n  - name: 重量\n    at: 0x10\n")
        guard case .mapping(let entries) = node.value else {
            Issue.record("not a mapping")
            return
        }
        #expect(entries[0].key.place.description == "map.yaml:1:1")
        #expect(entries[0].value.place.description == "map.yaml:1:8")
        let block = try entries[1].value.nodes("blocks")[0]
        #expect(block.place.description == "map.yaml:3:5")
        var mapping = try block.mapping(DocumentShape("block", "Any.", others: .text))
        #expect(try mapping.node("at").place.description == "map.yaml:4:9")
    }

    @Test("an empty file, and one of comments only, is nothing")
    func empty() throws {
        #expect(try parse("").isNull)
        #expect(try parse("# nothing yet\n").isNull)
        #expect(try parse("---\n...\n").isNull)
    }

    @Test(
        "what configuration must not contain is refused at its place",
        arguments: [
            ("a: &x 1\nb: *x\n", "map.yaml:1:4: anchors"),
            ("a: 1\nb: *x\n", "map.yaml:2:4: anchors"),
            ("a: !!int 1\n", "map.yaml:1:4: tags"),
            ("a: !mine {}\n", "map.yaml:1:4: tags"),
            ("a: 1\n---\nb: 2\n", "map.yaml:2:1: a second document"),
            ("? [a, b]\n: 1\n", "map.yaml:1:3: a key must be a text"),
            ("~: 1\n", "map.yaml:1:1: a key must be a text"),
            ("a: [1, 2\nb: 3\n", "map.yaml:2:2: did not find expected ',' or ']'"),
            ("a:\n\t- 1\n", "map.yaml:2:1: found character that cannot start any token"),
        ])
    func refused(text: String, expected: String) {
        #expect(complaint(text).hasPrefix(expected), "\(complaint(text))")
    }

    @Test("bytes that are no UTF-8 are refused at their line")
    func bytes() {
        let error = #expect(throws: DocumentError.self) {
            try YAML.parse(Array("a: 1\nb: ".utf8) + [0xFF, 0x0A], file: "map.yaml")
        }
        #expect(error?.place.description == "map.yaml:2:4")
    }

    @Test("depth and size are bounded, however the file is made")
    func bounds() throws {
        let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        _ = try parse(deepest)
        #expect(complaint("[\(deepest)]").contains("deeper than 32"))
        #expect(complaint(String(repeating: "[", count: 100_000)).contains("deeper than 32"))
        #expect(complaint(String(repeating: "a", count: 1_048_577)).contains("longer than"))
    }

    @Test("no file, however broken, does more than complain", arguments: 0..<100)
    func noise(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("ab:-?[]{},#&*!|>'\"%@`\\ \n\t~0".utf8) + [0xC3, 0xA9, 0xFF, 0]
        let count = Int.random(in: 0...400, using: &generator)
        let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
        _ = try? YAML.parse(bytes, file: "noise.yaml")  // either is right; not to crash is the test
    }
}
