extension DemoStory {
    /// Tells what is worth a line; `event` has been taken already.
    func tell(_ event: LabEvent, to teller: inout DemoTeller) {
        switch event.name {
        case "site.rolledOn", "chain.away", "chain.back", "scale.captured":
            tellHappening(event, to: &teller)
        case "entry.recorded":
            let seq = event.number("seq") ?? 0
            let digest = (event.text("digest") ?? "").prefix(12)
            let way = withheld.contains(seq) ? ", travels as its digest" : ""
            teller.tell(
                "entry \(seq)",
                "\((event.text("kind") ?? "").padded(to: 27)) "
                    + "\(String(event.number("bytes") ?? 0).padded(to: -4)) bytes, "
                    + "digest \(digest)…\(way)", .quiet, event.fields)
        case "load.recorded": tellLoad(event, to: &teller)
        case "batch.delivered":
            guard let last = delivered.last else { return }
            let path = (event.number("batch").flatMap { headers[$0] } ?? [])
                .joined(separator: " → ")
            let entries = last.entries
            let which =
                entries.count == 1
                ? "entry \(entries.lowerBound)"
                : "entries \(entries.lowerBound)–\(entries.upperBound)"
            teller.tell(
                "proven", "\(which) in block \(last.height), by headers \(path)", .proof,
                event.fields)
        case "upstream.away", "upstream.back":
            teller.tell(
                "upstream", event.text, event.isWarning ? .warning : .good, event.fields)
        default:
            if event.isWarning { teller.tell("warning", event.text, .warning, event.fields) }
        }
    }

    private func tellLoad(_ event: LabEvent, to teller: inout DemoTeller) {
        guard let load = loads.last else { return }
        let tone: DemoTeller.Tone = load.verdict == "passed" ? .good : .warning
        teller.tell(
            "load \(load.number)",
            "\(load.code.padded(to: 9)) \(String(kilograms: load.gross)) − "
                + "\(String(kilograms: load.tare)) = \(String(kilograms: load.net)) kg net, "
                + load.verdict
                + (load.rules.isEmpty ? "" : " by " + load.rules.joined(separator: ", ")),
            tone, event.fields)
        for reason in newReasons { teller.tell("reason", reason, .quiet) }
    }

    private func tellHappening(_ event: LabEvent, to teller: inout DemoTeller) {
        switch event.name {
        case "site.rolledOn":
            teller.tell("truck", "\(DemoLoad.written(onDeck)) rolls onto the deck")
        case "scale.captured":
            teller.tell(
                "weighed",
                "\(String(kilograms: event.number("grams") ?? 0)) kg, within "
                    + "\((event.number("range_grams") ?? 0) / 1000) kg over "
                    + "\(event.number("samples") ?? 0) readings", .plain, event.fields)
        case "chain.away": teller.tell("chain", event.text, .warning)
        default: teller.tell("chain", event.text, .good)
        }
    }
}

extension DemoLoad {
    /// A plate as people write it.
    static func written(_ plate: String) -> String {
        all.first { $0.plate.filter { $0.isLetter || $0.isNumber } == plate }?.plate ?? plate
    }
}
