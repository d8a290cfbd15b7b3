import Documents
import Testing
import YAML

private let scale = DocumentShape("scale", "A scale.", [.may("unit", .text, "Its unit.")])

private let site = DocumentShape(
    "site", "A site.",
    [
        .may("name", .text, "Its name."), .must("port", .whole(1...65_535), "Its port."),
        .may("mask", .whole, "A mask."), .may("low", .whole(-99...0), "A number."),
        .may("enabled", .flag, "Whether it is."),
        .may("order", .word(["high-first", "low-first"]), "An order."),
        .may("step", .decimal, "A step."), .may("scale", .mapping(scale), "Its scale."),
        .may("list", .list(.whole), "Numbers."),
        .may("value", .either([.decimal, .whole]), "Any."),
        .may(
            "note", .either([.text, .flag, .decimal, .mapping(scale), .list(.text), .word(["a"])]),
            "Anything."),
    ])

private func mapping(_ text: String) throws(DocumentError) -> DocumentMapping {
    try YAML.parse(Array(text.utf8), file: "site.yaml").mapping(site)
}

@Suite("A document is read strictly")
struct DocumentMappingTests {
    @Test("every kind of value is read by its key")
    func values() throws {
        var site = try mapping(
            """
            name: "007"
            port: 5_020
            mask: 0xFF
            low: -20
            enabled: true
            order: high-first
            step: 0.50
            scale: {unit: kg}
            list: [1, 2]
            """)
        #expect(try site.string("name") == "007")
        #expect(try site.int("port") == 5020)
        #expect(try site.int("mask") == 255)
        #expect(try site.optionalInt("low") == -20)
        #expect(try site.bool("enabled"))
        #expect(try site.choice("order", ["high-first": 1, "low-first": 2]) == 1)
        let step = try site.decimal("step")
        #expect((step.mantissa, step.exponent) == (50, -2))
        var scale = try site.mapping("scale")
        #expect(try scale.string("unit") == "kg")
        try scale.finish()
        #expect(try site.nodes("list").map { try $0.int("item") } == [1, 2])
        #expect(try site.optionalString("note") == nil)
        #expect(try site.optionalBool("note") == nil)
        #expect(try site.optionalDecimal("note") == nil)
        #expect(try site.optionalMapping("note") == nil)
        #expect(try site.optionalNodes("note") == nil)
        #expect(try site.optionalChoice("note", ["a": 1]) == nil)
        let hasNote = site.has("note")
        #expect(!hasNote)
        try site.finish()
    }

    @Test("a key with nothing behind it counts as missing")
    func nothing() throws {
        var site = try mapping("name:\nport: ~\n")
        #expect(try site.optionalString("name") == nil)
        let error = #expect(throws: DocumentError.self) { try site.int("port") }
        #expect(error?.description == "site.yaml:2:1: port of site has no value")
    }

    @Test(
        "decimals keep their digits",
        arguments: [
            ("0", 0, 0), ("-12.50", -1250, -2), ("1e3", 1, 3), ("2.5E-4", 25, -5), ("20", 20, 0),
            ("9223372036854775807", Int64.max, 0),
        ])
    func decimals(text: String, mantissa: Int64, exponent: Int) throws {
        var site = try mapping("value: \(text)")
        let value = try site.decimal("value")
        #expect((value.mantissa, value.exponent) == (mantissa, exponent))
    }

    @Test(
        "what is no number is not taken for one",
        arguments: [
            "1.", ".5", "1,5", "0x1F.0", "'1.5'", "1e", "01.5", "--1", "+1", "nan", "1e999",
            "9223372036854775808", "[1]",
        ])
    func noDecimals(text: String) throws {
        var site = try mapping("value: \(text)")
        #expect(throws: DocumentError.self) { try site.decimal("value") }
        #expect(throws: DocumentError.self) { try site.int("value") }
    }

    @Test(
        "a complaint names the place, the value and what was probably meant",
        arguments: [
            ("port: 70000", "site.yaml:1:7: port must be in the range 1 to 65535, not 70000"),
            ("port: 010", "site.yaml:1:7: port must be a whole number, not 010"),
            ("port: '502'", "site.yaml:1:7: port must be a whole number, not \"502\""),
            ("port: []", "site.yaml:1:7: port must be a whole number, not a list"),
            ("prot: 502", "site.yaml:1:1: site must have port; prot was found"),
            ("host: a", "site.yaml:1:1: site must have port"),
            ("port: 1\nport: 2", "site.yaml:2:1: site has port twice (first in line 1)"),
            (
                "port: 1\nenabeld: true",
                "site.yaml:2:1: site has no key enabeld; did you mean enabled?"
            ),
            (
                "port: 1\ncolour: red",
                "site.yaml:2:1: site has no key colour; known are enabled, order, port"
            ),
            ("port: 1\nenabled: yes", "site.yaml:2:10: enabled must be true or false, not yes"),
            (
                "port: 1\norder: hihg-first",
                "site.yaml:2:8: order must be one of high-first, low-first, not hihg-first;"
                    + " did you mean high-first?"
            ),
            ("- 1", "site.yaml:1:1: site must be a mapping, not a list"),
        ])
    func complaints(text: String, expected: String) {
        let error = #expect(throws: DocumentError.self) {
            var site = try mapping(text)
            _ = try site.int("port")
            _ = try site.optionalBool("enabled")
            _ = try site.optionalChoice("order", ["high-first": 1, "low-first": 2])
            try site.finish()
        }
        #expect(error?.description == expected)
    }

    @Test("a key that the shape does not describe ends the program")
    func undescribed() async {
        await #expect(processExitsWith: .failure) {
            var site = try mapping("port: 1")
            _ = site.has("colour")
        }
    }

    @Test("bounds are those of the shape, and may be drawn narrower, never wider")
    func bounds() throws {
        var site = try mapping("port: 70000")
        #expect(throws: DocumentError.self) { try site.int("port", in: 0...100_000) }
        site = try mapping("port: 700")
        #expect(throws: DocumentError.self) { try site.int("port", in: 0...100) }
        #expect(try site.int("port") == 700)
    }
}
