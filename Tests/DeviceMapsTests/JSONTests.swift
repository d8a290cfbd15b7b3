import Testing

@testable import DeviceMaps

@Suite("Exact JSON")
struct JSONTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: [UInt8](text.utf8))
    }

    @Test("numbers keep the digits they were written with")
    func numbers() throws {
        #expect(
            try parse("[23.40, -0, 1e3, 0.30000000000000004]")
                == .array([
                    .number("23.40"), .number("-0"), .number("1e3"),
                    .number("0.30000000000000004"),
                ]))
        #expect(ExactDecimal("23.40") == ExactDecimal(mantissa: 2_340, exponent: -2))
        #expect(ExactDecimal("1.5E+3") == ExactDecimal(mantissa: 15, exponent: 2))
        #expect(ExactDecimal("-0.05") == ExactDecimal(mantissa: -5, exponent: -2))
        #expect(ExactDecimal("99999999999999999999") == nil)
        #expect(ExactDecimal("1e65") == nil)
    }

    @Test(
        "text that is not JSON is refused",
        arguments: [
            "", "01", "1.", ".5", "+1", "1e", "--1", "nul", "{\"a\":1,}", "[1,]", "{\"a\" 1}",
            "\"\\x\"", "\"\\ud800\"", "\"a", "{\"a\":1,\"a\":2}", "1 2", "\"\u{01}\"", "{a:1}",
            "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "\"\\u12g4\"", "\"\\u+123\"", "tru", "[1",
        ])
    func refused(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test("bytes that are not UTF-8 are refused")
    func notUTF8() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test("escapes are resolved, also beyond the basic plane")
    func escapes() throws {
        #expect(try parse(#""\u0041\n\/\ud83d\ude9b""#) == .string("A\n/🚛"))
    }

    @Test(
        "a pointer finds its place",
        arguments: [
            ("", #"{"a/b":{"m~n":[1,2]},"":0}"#), ("/a~1b/m~0n/1", "2"), ("/", "0"),
            ("/a~1b/m~0n", "[1,2]"),
        ])
    func pointers(pointer: String, expected: String) throws {
        let text = try parse(#"{"a/b":{"m~n":[1,2]},"":0}"#)
        let place = try #require(JSONPointer(pointer))
        #expect(try place.value(in: text) == parse(expected))
        #expect(place.description == pointer)
    }

    @Test("a pointer to nothing finds nothing", arguments: ["/b", "/a/01", "/a/-", "/a/3", "/a/x"])
    func nowhere(pointer: String) throws {
        #expect(try JSONPointer(pointer)?.value(in: parse(#"{"a":[1,2,3]}"#)) == nil)
    }

    @Test("text that is no pointer is refused", arguments: ["a", "/a~2", "/~"])
    func notPointers(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test(
        "rounding is to the nearest, ties to even; flooring is down",
        arguments: [
            ("0.936", -3, 936, 936), ("0.9365", -3, 936, 936), ("0.9375", -3, 938, 937),
            ("-1.5", 0, -2, -2), ("-0.5", 0, 0, -1),
            ("1773567568.32", 0, 1_773_567_568, 1_773_567_568),
            ("9223372036854775807", 19, 1, 0), ("5e-40", 0, 0, 0), ("-5e-40", 0, 0, -1),
            ("12", -2, 1_200, 1_200),
        ])
    func rounding(text: String, power: Int, nearest: Int64, below: Int64) throws {
        let number = try #require(ExactDecimal(text))
        #expect(number.rounded(to: power) == nearest)
        #expect(number.floored(to: power) == below)
    }

    @Test("what does not fit 64 bits has no rounding")
    func overflow() {
        #expect(ExactDecimal("1e20")?.rounded(to: 0) == nil)
        #expect(ExactDecimal("0e60")?.rounded(to: -3) == 0)
    }

    @Test(
        "numbers compare by size, however they were written",
        arguments: [
            ("1.50", "1.6", true), ("1.5", "1.50", false), ("-1e60", "1e-60", true),
            ("1e60", "1e-60", false), ("-3", "-2.99", true),
        ])
    func comparing(left: String, right: String, isLess: Bool) throws {
        let (left, right) = (ExactDecimal(left), ExactDecimal(right))
        #expect(try #require(left).isLess(than: #require(right)) == isLess)
    }
}
