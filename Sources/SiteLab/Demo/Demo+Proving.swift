import Glibc

extension Demo {
    /// The last chapter: receipts, verified by a program that asks nobody; and a forged one.
    func prove() async throws {
        teller.begin("Proof", "receipts, verified offline")
        let entries = story.lastEntry
        guard try await stop(try child("agent"), atMost: .seconds(20)) == 0 else {
            throw DemoTrouble("the agent did not stop cleanly; see \(folder.log("agent"))")
        }
        teller.tell(
            "agent", "stopped; its shutdown entry waits for the next start, as it should")
        let receipts = try await export(entries)
        try await verify(receipts)
        try await refuseForgery()
        tellLoads()
        tellFiles()
    }

    /// Writes the records of the journal; the receipts' names, in the order of entries.
    private func export(_ entries: Int64) async throws -> [String] {
        let log = folder.log("export")
        let exported = try await DemoPrograms.finish(
            "export",
            [
                settings.agent, "records", "export", "--config", folder.configuration, "--out",
                folder.records,
            ], log: log)
        guard exported.status == 0 else {
            throw DemoTrouble("no records were exported: \(DemoPrograms.lastWords(in: log))")
        }
        teller.tell("export", exported.lines.last ?? "")
        return (1...max(1, entries)).map { "receipt-\($0).cbor" }
    }

    private func verify(_ receipts: [String]) async throws {
        let log = folder.log("verify")
        let verified = try await DemoPrograms.finish(
            "verify", command(receipts, beside: withheldEntries) + ["--json"], log: log)
        let verdicts = verified.lines.compactMap { LabEvent(json: $0) }
            .filter { $0.name == "verification" }
        let good = verdicts.count { $0.flag("verified") }
        guard verified.status == 0, good == receipts.count else {
            let bad = verdicts.first { !$0.flag("verified") }
            throw DemoTrouble(
                "\(good) of \(receipts.count) receipts verify; "
                    + (bad?.text ?? DemoPrograms.lastWords(in: log)))
        }
        teller.tell(
            "verify", "\(good) of \(receipts.count) receipts verified against the anchor, exit 0",
            .good, [("verified", .number(Int64(good)))])
    }

    /// Somebody makes a load heavier: one byte of a receipt is another.
    private func refuseForgery() async throws {
        guard let load = story.loads.first(where: { !story.withheld.contains($0.seq) }) else {
            throw DemoTrouble("no load's entry travelled whole")
        }
        var receipt = try folder.bytes(of: "records/receipt-\(load.seq).cbor")
        let place = receipt.placeOfNet(load.net) ?? receipt.count / 2
        receipt[place] ^= 0x08
        try folder.write(receipt, to: "records/forged.cbor")
        teller.tell(
            "forgery",
            "a copy of receipt-\(load.seq).cbor with byte \(place) changed: "
                + "its net is \(String(kilograms: load.net)) kg no more")
        let judged = try await DemoPrograms.finish(
            "forgery", command(["forged.cbor"], beside: []) + ["--json"], log: folder.log("forgery")
        )
        guard judged.status == 1,
            let verdict = judged.lines.compactMap({ LabEvent(json: $0) }).first
        else {
            throw DemoTrouble(
                "a forged receipt was not refused, exit \(judged.status): "
                    + DemoPrograms.lastWords(in: folder.log("forgery")))
        }
        for words in [verdict.text("verdict") ?? verdict.text] + verdict.list("failures") {
            teller.tell("refused", words, .good)
        }
        teller.tell("exit", "1, as it must be", .good)
    }

    /// `weighpost verify receipt`, for files among the records.
    private func command(_ receipts: [String], beside: [String]) -> [String] {
        [settings.agent, "verify", "receipt"]
            + receipts.map { "\(folder.records)/\($0)" }
            + (beside.isEmpty ? [] : ["--entry"] + beside)
            + [
                "--chain-id", DemoSite.chainID, "--anchor", site.anchorText, "--key",
                folder.publicKey,
            ]
    }

    /// The entries that some receipts do not hold: the key is checked with the entry.
    var withheldEntries: [String] {
        story.withheld.sorted().map { "\(folder.records)/entry-\($0).cose" }
    }
}

extension [UInt8] {
    /// Where the bytes of a net weight in grams begin in a body: label 4, then four bytes of number;
    /// the second of them, so that a change is a matter of tonnes.
    fileprivate func placeOfNet(_ grams: Int64) -> Int? {
        guard let number = UInt32(exactly: grams) else { return nil }
        let wanted: [UInt8] = [0x04, 0x1A] + (0..<4).map { UInt8(number >> (24 - 8 * $0) & 0xFF) }
        return indices.dropLast(wanted.count - 1)
            .first { Array(self[$0..<$0 + wanted.count]) == wanted }
            .map { $0 + 3 }
    }
}
