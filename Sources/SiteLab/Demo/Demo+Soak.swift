import Glibc

extension Demo {
    /// A busy site for so many minutes, and every minute a look at what the agent holds.
    ///
    /// The scale is asked fifty times a second and wired sensors two hundred times, a thousand messages
    /// a second come from the broker, two loads a minute; the node is away two minutes in ten; and
    /// somebody looks at the status every minute. Throws when memory or descriptors grow.
    func soak(minutes: Int) async throws {
        teller.begin("Soak", "\(minutes) minutes of a busy site")
        var record = SoakRecord()
        let clock = ContinuousClock()
        let start = clock.now
        try look(&record)
        for minute in 1...minutes {
            switch minute % 10 {
            case 5: try child("chain").signal(SIGUSR1)
            case 7: try child("chain").signal(SIGUSR2)
            default: break
            }
            let end = start + .seconds(60 * minute)
            try await wait(for: "minute \(minute) of \(minutes)", atMost: .seconds(90)) {
                clock.now >= end
            }
            try await askStatus()
            try look(&record)
        }
        try child("chain").signal(SIGUSR2)
        try await settle()
        let verdict = try record.verdict()
        teller.tell("flat", verdict, .good)
    }

    /// One more look, told as a line.
    private func look(_ record: inout SoakRecord) throws {
        guard let now = try child("agent").look() else {
            throw DemoTrouble("the agent is gone; see \(folder.log("agent"))")
        }
        let share = record.add(now)
        let (asked, spoken) = (Int64(site.soak?.asked ?? 0), Int64(site.soak?.spoken ?? 0))
        teller.tell(
            "minute \(record.looks.count - 1)",
            "\(now.resident.padded) KiB, anonymous \(now.anonymous.padded), \(now.descriptors) files, "
                + "\(now.threads) threads, \(share) ‰ of a core; \(story.loads.count) loads, "
                + "\(story.lastEntry) entries, \(story.deliveredCount) delivered, "
                + "\(String(grouped: asked)) questions to sensors, \(String(grouped: spoken)) messages",
            .plain,
            [
                ("resident_kib", .number(Int64(now.resident))),
                ("anonymous_kib", .number(Int64(now.anonymous))),
                ("descriptors", .number(Int64(now.descriptors))),
                ("threads", .number(Int64(now.threads))),
                ("busy_ms", .number(Int64(now.busy))),
                ("loads", .number(Int64(story.loads.count))),
                ("entries", .number(story.lastEntry)),
                ("delivered", .number(story.deliveredCount)), ("asked", .number(asked)),
                ("messages", .number(spoken)),
            ])
    }

    /// As a technician would.
    private func askStatus() async throws {
        let log = folder.log("status")
        let asked = try await DemoPrograms.finish(
            "status", [settings.agent, "status", "--socket", folder.file("control.sock")], log: log)
        guard asked.status == 0, asked.lines.count > 5 else {
            throw DemoTrouble("no status was shown: \(DemoPrograms.lastWords(in: log))")
        }
    }
}

/// What an agent held, a look a minute.
struct SoakRecord {
    /// The first is at the start.
    private(set) var looks: [ProcessLook] = []

    /// So much more at the end is within what one minute differs from another, in KiB.
    private static let wobble = 512

    /// Keeps a look; the share of a core since the one before, in thousandths.
    mutating func add(_ look: ProcessLook) -> Int {
        defer { looks.append(look) }
        return ((look.busy - (looks.last?.busy ?? look.busy)) + 30) / 60
    }

    /// What memory and descriptors did from the second quarter, when all has been done once, to the
    /// last; throws when one of them grew.
    func verdict() throws(DemoTrouble) -> String {
        let quarter = looks.count / 4
        guard quarter > 0 else { return "too short to tell" }
        let (early, late) = (looks[quarter..<(2 * quarter)], looks.suffix(quarter))
        let before = Self.middle(early.map(\.anonymous))
        let after = Self.middle(late.map(\.anonymous))
        let files = (early.map(\.descriptors).max() ?? 0, late.map(\.descriptors).max() ?? 0)
        let words =
            "anonymous memory \(before) KiB in the second quarter, \(after) in the last; "
            + "\(files.0) and \(files.1) descriptors at most"
        guard after - before <= Self.wobble, files.1 <= files.0 else {
            throw DemoTrouble("the agent grows: \(words)")
        }
        return words
    }

    private static func middle(_ values: [Int]) -> Int {
        values.sorted()[values.count / 2]
    }
}

extension Int {
    fileprivate var padded: String { String(self).padded(to: -6) }
}
