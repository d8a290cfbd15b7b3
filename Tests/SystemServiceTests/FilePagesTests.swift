import Testing

@testable import SystemService

@Suite("What of a program only its start needed")
struct FilePagesTests {
    private static let program = "/usr/bin/weighpost"

    private static func mapping(_ heading: String, anonymous: Int = 0, swap: Int = 0) -> String {
        """
        \(heading)
        Size:                 44 kB
        Rss:                  44 kB
        Private_Dirty:         0 kB
        Anonymous:            \(anonymous) kB
        Swap:                  \(swap) kB
        VmFlags: rd ex mr mw me

        """
    }

    private static func pages(_ text: String) -> FilePages { FilePages(text, of: program) }

    @Test("code and tables of the program are let go of")
    func code() {
        let text =
            Self.mapping("00400000-0041c000 r-xp 00002000 fe:00 81         /usr/bin/weighpost")
            + Self.mapping("0041c000-0041f000 r--p 0001e000 fe:00 81       /usr/bin/weighpost")
        #expect(
            Self.pages(text).mappings == [
                .init(start: 0x40_0000, length: 0x1_c000), .init(start: 0x41_c000, length: 0x3000),
            ])
    }

    @Test(
        "what could hold something of the process is kept, and what could be gone meanwhile",
        arguments: [
            mapping("00400000-0041c000 rw-p 00002000 fe:00 81 /usr/bin/weighpost"),
            // What the linker wrote in and then closed; and the same, swapped out since.
            mapping("00400000-0041c000 r--p 00002000 fe:00 81 /usr/bin/weighpost", anonymous: 4),
            mapping("00400000-0041c000 r--p 00002000 fe:00 81 /usr/bin/weighpost", swap: 4),
            mapping("00400000-0041c000 r--s 00002000 fe:00 81 /usr/bin/weighpost"),
            mapping("00400000-0041c000 r-xp 00002000 fe:00 81 /usr/lib/libc.so.6"),
            mapping("00400000-0041c000 r--p 00000000 00:00 0 "),
            mapping("00400000-0041c000 r-xp 00000000 00:00 0 [vdso]"),
            mapping("0041c000-00400000 r-xp 00000000 fe:00 81 /usr/bin/weighpost"),
            mapping("weighpost r-xp 00000000 fe:00 81 /usr/bin/weighpost"),
            mapping("00400000-0041c000 r-xp 00002000 fe:00 81 /usr/bin/weighpost (deleted)"),
            "00400000-0041c000 r-xp 00002000 fe:00 81 /usr/bin/weighpost\nRss: 44 kB\n",
        ])
    func kept(text: String) {
        #expect(Self.pages(text).mappings.isEmpty)
    }

    @Test("a program goes on as before without the pages of its start")
    func goesOn() {
        let pages = FilePages.read()
        #expect(!pages.mappings.isEmpty)
        pages.letGo()
        #expect(FilePages.read() == pages)
        #expect(ProcessFigures.read() != nil)
    }
}
