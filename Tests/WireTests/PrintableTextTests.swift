import Testing
import Wire

@Suite("Text of others that is shown to people")
struct PrintableTextTests {
    @Test(
        "what a terminal obeys is escaped",
        arguments: [
            ("\u{1B}[2J", #"\u001b[2J"#), ("a\nb\r", #"a\u000ab\u000d"#), ("\u{7F}", #"\u007f"#),
            ("\u{9B}31m", #"\u009b31m"#), ("\u{202E}cba", #"\u202ecba"#),
            ("\u{2066}x\u{2069}", #"\u2066x\u2069"#), ("\u{2028}", #"\u2028"#),
            ("\u{E0041}", #"\udb40\udc41"#), ("\u{200F}\u{61C}", #"\u200f\u061c"#),
        ])
    func escaped(text: String, shown: String) {
        #expect(text.printable() == shown)
    }

    @Test("signs of every script stay as they are", arguments: ["Köln", "東京", "مكب", "12 t ✓", ""])
    func kept(text: String) {
        #expect(text.printable() == text)
    }

    @Test("lines of our own stay lines")
    func lines() {
        #expect("a\n\tb\u{1B}".printable(keepingLines: true) == "a\n\tb\\u001b")
    }

    @Test("a text is cut between scalars, and says that it was cut")
    func cut() {
        #expect("abc".cut(toBytes: 3) == "abc")
        #expect("abcd".cut(toBytes: 3) == "abc…")
        #expect("aäää".cut(toBytes: 4) == "aä…")
        #expect("😀😀".cut(toBytes: 7) == "😀…")
        #expect("😀".cut(toBytes: 3) == "…")
        // One grapheme without end is no way around the limit.
        let tower = "e" + String(repeating: "\u{301}", count: 5_000)
        #expect(tower.cut(toBytes: 500).utf8.count <= 503)
    }
}
