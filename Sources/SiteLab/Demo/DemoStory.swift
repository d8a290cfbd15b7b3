/// What the demo knows of its agent, from what the agent tells.
struct DemoStory {
    /// A load on record.
    struct Load {
        let number: Int
        let seq: Int64
        let code: String
        /// Grams.
        let gross: Int64
        let tare: Int64
        let net: Int64
        let verdict: String
        /// Why the verdict is not "passed", by rule.
        let rules: [String]
    }

    private(set) var loads: [Load] = []
    /// The last entry of the journal.
    private(set) var lastEntry: Int64 = 0
    /// Entries that travel as their digests.
    private(set) var withheld: Set<Int64> = []
    /// Delivered entries and the block that proves them.
    private(set) var delivered: [(entries: ClosedRange<Int64>, height: Int64)] = []
    /// The headers by which a batch was proven.
    private(set) var headers: [Int64: [String]] = [:]
    private(set) var seen: Set<String> = []
    /// Reasons that the last load was the first to give.
    private(set) var newReasons: [String] = []
    private var reasons: Set<String> = []
    private(set) var trucksGone = 0
    /// The plate of the truck that came last.
    private(set) var onDeck = ""

    var deliveredCount: Int64 { delivered.reduce(0) { $0 + Int64($1.entries.count) } }

    var isAllDelivered: Bool { lastEntry > 0 && deliveredCount == lastEntry }

    /// The block that proves an entry.
    func height(of seq: Int64) -> Int64? {
        delivered.first { $0.entries.contains(seq) }?.height
    }

    mutating func take(_ event: LabEvent) {
        seen.insert(event.name)
        switch event.name {
        case "entry.recorded":
            guard let seq = event.number("seq") else { return }
            lastEntry = max(lastEntry, seq)
            if event.flag("withheld") { withheld.insert(seq) }
        case "load.recorded": add(event)
        case "batch.proven":
            if let batch = event.number("batch") { headers[batch] = event.list("headers") }
        case "batch.delivered":
            guard let first = event.number("first"), let last = event.number("last"),
                let height = event.number("height"), first <= last
            else { return }
            delivered.append((first...last, height))
        case "site.rolledOn": onDeck = event.text("plate") ?? ""
        case "site.gone": trucksGone += 1
        default: break
        }
    }

    private mutating func add(_ event: LabEvent) {
        guard let seq = event.number("seq"), let gross = event.number("gross_grams"),
            let tare = event.number("tare_grams"), let net = event.number("net_grams")
        else { return }
        newReasons = event.list("reasons").filter { reasons.insert($0).inserted }
        let rules = event.list("reasons").map { String($0.prefix { $0 != ":" }) }
        loads.append(
            Load(
                number: loads.count + 1, seq: seq,
                code: DemoStory.written(code: event.text("code") ?? ""), gross: gross,
                tare: tare, net: net, verdict: event.text("verdict") ?? "", rules: rules))
    }

    /// A code of the waste list as it is printed, in pairs of digits.
    private static func written(code: String) -> String {
        guard code.count >= 6, code.prefix(6).allSatisfy(\.isNumber) else { return code }
        let pairs = [0, 2, 4].map { String(code.dropFirst($0).prefix(2)) }
        return pairs.joined(separator: " ") + code.dropFirst(6)
    }
}
