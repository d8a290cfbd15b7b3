extension Demo {
    /// One row a load: what it weighed, and what proves it.
    func tellLoads() {
        let titles = [
            "load", "code", "gross kg", "tare kg", "net kg", "entry", "verdict", "block", "receipt",
        ]
        let widths = [4, 9, -9, -8, -8, -6, 8, -6, -9]
        let row = { (cells: [String]) in
            "  " + zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        }
        teller.line()
        teller.line(row(titles), .quiet)
        for load in story.loads {
            // A receipt that cannot be read was refused above; its size is only for show.
            let size = (try? folder.bytes(of: "records/receipt-\(load.seq).cbor").count) ?? 0
            let height = story.height(of: load.seq) ?? 0
            teller.line(
                row([
                    "\(load.number)", load.code, String(kilograms: load.gross),
                    String(kilograms: load.tare), String(kilograms: load.net), "\(load.seq)",
                    load.verdict, "\(height)", "\(String(grouped: Int64(size))) B",
                ]), load.verdict == "passed" ? .plain : .warning)
            tellToPrograms(load, height, size)
        }
    }

    private func tellToPrograms(_ load: DemoStory.Load, _ height: Int64, _ size: Int) {
        guard case .json = settings.style else { return }
        teller.tell(
            "summary", "load \(load.number) in block \(height)", .plain,
            [
                ("load", .number(Int64(load.number))), ("code", .text(load.code)),
                ("gross_grams", .number(load.gross)), ("tare_grams", .number(load.tare)),
                ("net_grams", .number(load.net)), ("seq", .number(load.seq)),
                ("verdict", .text(load.verdict)), ("height", .number(height)),
                ("receipt_bytes", .number(Int64(size))),
            ])
    }

    /// Where everything is, and how anybody verifies it once more.
    func tellFiles() {
        let beside = withheldEntries.map { " \\\n      --entry \($0)" }.joined()
        teller.line()
        teller.tell("records", folder.records)
        teller.tell("logs", folder.logs)
        teller.line(
            """

              Verify them yourself:
                \(settings.agent) verify receipt \(folder.records)/receipt-*.cbor\(beside) \\
                  --chain-id \(DemoSite.chainID) --key \(folder.publicKey) \\
                  --anchor \(site.anchorText)
              Nothing runs any more; remove the folder when you have seen enough:
                rm -r \(folder.path)

            """)
    }
}
