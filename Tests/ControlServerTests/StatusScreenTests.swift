import TestKit
import Testing

@testable import ControlServer

/// The screen as people see it.
@Suite("The status screen")
struct StatusScreenTests {
    private func lines(
        _ site: SiteStatus, size: StatusScreen.Size = .usual, coloured: Bool = false
    ) -> [String] {
        StatusScreen(site, now: SampleSite.now, size: size).lines(coloured: coloured)
    }

    private static let sizes = [
        StatusScreen.Size.usual, .init(columns: 40, rows: 12), .init(columns: 20, rows: 5),
        .init(columns: 132, rows: 43), .init(columns: 1, rows: 1),
    ]

    @Test("every state fits every terminal", arguments: sizes)
    func fits(size: StatusScreen.Size) {
        var long = SampleSite.troubled
        let text = String(repeating: "秤 does not answer, ", count: 60)
        long.troubles = (0..<40).map {
            TroubleStatus(
                code: "x", since: SampleSite.time(ago: $0), text: text, whatToDo: text,
                level: $0 > 30 ? .error : .warning)
        }
        (long.gateway.id, long.scale.trouble, long.weighing.phase) = (text, text, text)
        long.delivery?.node = text
        long.clock.state = text
        long.trust?.chainID = text
        long.brokers = (0..<20).map { BrokerStatus(host: "\(text)\($0)", isConnected: false) }
        for site in [SampleSite.fine, SampleSite.troubled, SampleSite.waiting, long, SiteStatus()] {
            let lines = lines(site, size: size)
            #expect(lines.count <= max(1, size.rows - 1))
            for line in lines {
                #expect(ScreenText.width(line) <= max(20, size.columns), "\(line)")
                #expect(!line.contains { $0.isNewline })
            }
        }
    }

    @Test("what is wrong stands first, errors before warnings, with what to do")
    func troubles() throws {
        let lines = lines(SampleSite.troubled)
        #expect(lines[1].hasPrefix("NOT READY  3 things are wrong, 2 warnings"))
        #expect(lines[2].hasPrefix("X WP101 the scale does not answer"))
        #expect(lines[2].hasSuffix("  22 min"))
        #expect(lines[3] == "  trying on")
        #expect(lines[4].hasPrefix("  -> look at the indicator's power"))
        #expect(lines[5].hasPrefix("X WP401 the disk is full"))
        let rest = try #require(lines.firstIndex { $0.contains("more: see weighpost status") })
        let bridge = try #require(lines.firstIndex { $0.contains("bridge") && $0.hasPrefix("X") })
        #expect(rest < bridge)
    }

    @Test("a site where all is well says so, and shows the weight as the indicator does")
    func fine() {
        let lines = lines(SampleSite.fine)
        #expect(lines[1].hasPrefix("READY  nothing is wrong"))
        #expect(lines[3].hasPrefix("  bridge    24860 kg   stable   0.1 s ago   bridge-1"))
        #expect(lines.allSatisfy { !$0.hasPrefix("!") && !$0.hasPrefix("X") })
        #expect(
            lines.contains("  proven    block 1 204 331, 33 s ago   2 witnesses agree, 2 needed"))
    }

    @Test("an agent that waits for room states nothing of what nobody has looked at")
    func waiting() {
        let rows = lines(SampleSite.waiting).dropFirst(3)
        #expect(rows.filter { $0.hasSuffix("not running yet") }.count == 9)
        #expect(!rows.contains { $0.contains("0 entries") || $0.contains("is away") })
        #expect(rows.filter { !$0.hasPrefix("  ") }.map { $0.prefix(6) } == ["! cloc", "X disk"])
    }

    @Test("a journal that cannot be read is not shown as one that is empty")
    func unread() {
        var site = SampleSite.fine
        (site.journal, site.delivery, site.trust) = (nil, nil, nil)
        let rows = lines(site).filter { $0.hasSuffix("not read") }
        #expect(
            rows.map { $0.dropFirst(2).prefix(7) } == [
                "journal", "queue  ", "node   ", "proven ", "trust  ",
            ])
    }

    @Test("a node is not called away before it was asked")
    func unasked() {
        var site = SampleSite.fine
        site.delivery?.isReachable = nil
        let node = lines(site).first { $0.contains("  node  ") }
        #expect(node?.hasPrefix("  node") == true && node?.hasSuffix("was not asked yet") == true)
    }

    @Test("without colours there is not one escape, and with them every one is ended")
    func colours() {
        #expect(lines(SampleSite.troubled).allSatisfy { !$0.contains("\u{1B}") })
        for line in lines(SampleSite.troubled, coloured: true) {
            let begun = line.matches(of: /\u{1B}\[[1-9][0-9;]*m/).count
            #expect(begun == line.matches(of: /\u{1B}\[0m/).count)
        }
    }

    @Test("a device cannot draw on the terminal")
    func escapes() {
        var site = SampleSite.fine
        site.scale.shown = "1\u{1B}[2J\u{7}\u{9B}31m kg\r\n\u{202E}"
        site.troubles = [
            TroubleStatus(
                code: "x", since: "", text: "\u{1B}]0;title\u{7}", whatToDo: "a\nb", level: .error)
        ]
        for line in lines(site) {
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x9B })
            #expect(!line.contains("\u{202E}"))
        }
    }

    @Test("times are the reader's, with the day where it is not today")
    func times() {
        let words = ScreenWords(now: SampleSite.now, offset: 3_600)
        #expect(words.nowClock == "15:02:31")
        #expect(words.clock(SampleSite.time(ago: 31)) == "15:02:00")
        #expect(words.clock(SampleSite.time(ago: 86_400)) == "2026-11-22 15:02")
        #expect(words.clock("yesterday") == nil)
        #expect(ScreenWords(now: SampleSite.now, offset: 0).nowClock == "14:02:31 UTC")
    }

    @Test(
        "figures are short",
        arguments: [
            (ScreenWords.duration(59), "59 s"), (ScreenWords.duration(7_199), "119 min"),
            (ScreenWords.duration(86_399), "23 h 59 min"),
            (ScreenWords.duration(1_053_000), "12 d 4 h"), (ScreenWords.age(98), "0.1 s"),
            (ScreenWords.age(1_240), "1.2 s"), (ScreenWords.age(65_000), "65 s"),
            (ScreenWords.bytes(999), "999 B"), (ScreenWords.bytes(999_950), "1 MB"),
            (ScreenWords.bytes(41_200_000_000), "41.2 GB"), (ScreenWords.bytes(.max), "18.4 EB"),
            (ScreenWords.grouped(18_204), "18 204"), (ScreenWords.grouped(9_999), "9999"),
            (ScreenWords.grouped(-1_204_331), "-1 204 331"),
            (ScreenWords.decimal(36.25, places: 3), "36.25"),
            (ScreenWords.decimal(-0.5, places: 1), "-0.5"),
            (ScreenWords.decimal(31.0, places: 3), "31"),
            (ScreenWords.decimal(0.999_99, places: 3), "1"),
        ])
    func figures(text: String, expected: String) {
        #expect(text == expected)
    }

    @Test("what is wrong is told to its end where two lines have room for it")
    func longTrouble() throws {
        var site = SampleSite.fine
        site.troubles = [
            TroubleStatus(
                code: "WP401", since: SampleSite.time(ago: 1320),
                text: "the records of the site cannot be kept where they were kept until today, "
                    + "because the disk is full", whatToDo: "make room", level: .error)
        ]
        let lines = lines(site)
        #expect(
            lines[2] == "X WP401 the records of the site cannot be kept where they were kept"
                + "       22 min")
        #expect(lines[3] == "  until today, because the disk is full")
        #expect(lines[4] == "  -> make room")
    }

    @Test(
        "a long text is parted between words, or within the one that has no end",
        arguments: [
            ("scale is silent", 15, "scale is silent", nil),
            ("scale is silent", 14, "scale is", "silent"),
            ("scale is silent", 8, "scale is", "silent"),
            ("a /dev/serial/by-id", 10, "a /dev/ser", "ial/by-id"),
            ("秤 秤秤秤", 5, "秤", "秤秤秤"), ("abc", 0, "", "abc"),
        ] as [(String, Int, String, String?)])
    func parted(text: String, columns: Int, first: String, rest: String?) {
        let lines = ScreenText.inTwo(text, columns)
        #expect(lines.first == first && lines.rest == rest, "\(lines)")
    }

    @Test("wide characters count twice, and a text is cut and never wrapped")
    func widths() {
        #expect(ScreenText.width("秤1") == 3)
        #expect(ScreenText.cut("秤秤秤", to: 4) == "秤…")
        #expect(ScreenText.cut("bridge", to: 6) == "bridge")
        #expect(ScreenText.cut("bridge", to: 5) == "brid…")
        #expect(ScreenText.cut("bridge", to: 0) == "")
    }
}
