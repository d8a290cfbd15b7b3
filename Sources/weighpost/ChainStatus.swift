import ArgumentParser
import Evidence
import Gateway
import JournalStore
import LightClients
import Wire

/// Shows where trust in the upstream chain stands.
struct ChainStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the newest verified header, how long trust lasts, and what is wrong.",
        discussion: """
            Example: weighpost chain status --config /etc/weighpost/weighpost.yaml

            Reads the journal only, so it works without a network and beside a running agent.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Option(help: "A folder for the evidence of contradictions, as the chain takes it.")
    var evidence: String?

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let upstream: Configuration.Upstream
        let reader: JournalReader
        do {
            let configuration = try ConfigurationFile.load(config)
            upstream = configuration.upstream
            reader = try JournalReader(configuration.state)
        } catch let error as JournalError {
            throw Exit.failing(Exit.unreadable, error.message)
        } catch let error as GatewayError {
            throw Exit.failing(Exit.configuration, error.message)
        }
        let page = try ChainPage(upstream, reader, now: WallClock.seconds)
        Output.line(json ? page.event.json() : page.text)
        if let evidence { try save(page.divergences, in: evidence) }
    }

    private func save(_ divergences: [KeptDivergence], in folder: String) throws {
        for (index, divergence) in divergences.enumerated() {
            let sides = [
                ("node", divergence.againstPrimary), ("witness", divergence.againstWitness),
            ]
            for case (let side, let bytes?) in sides {
                let path = "\(folder)/against-\(side)-\(index + 1).json"
                try Files.write(bytes, to: path)
                Output.line("saved \(path)")
            }
        }
    }
}

/// What is known of the upstream chain, without asking anybody.
struct ChainPage {
    let divergences: [KeptDivergence]
    private let upstream: Configuration.Upstream
    private let newest: (header: VerifiedHeader, standing: HeaderStanding)?
    private let anchor: (anchor: Anchor, origin: String)
    private let entries: (last: UInt64, delivered: Int64)
    private let now: Int64

    init(_ upstream: Configuration.Upstream, _ reader: JournalReader, now: Int64) throws {
        (self.upstream, self.now) = (upstream, now)
        divergences = try reader.openDivergences()
        newest = try reader.newestHeader()
        let later = try reader.anchors().last
        anchor = later.map { ($0.anchor, $0.origin) } ?? (upstream.anchor, "the configuration")
        entries = (try reader.lastEntry(), try reader.deliveredCount())
    }

    private var age: TrustAge? {
        newest.flatMap { newest in
            Timestamp(seconds: now, nanoseconds: 0).map {
                upstream.trust.age(ofHeaderAt: newest.header.time, now: $0)
            }
        }
    }

    /// The day on which trust in the newest header ends, seconds since 1970.
    private var end: Int64? {
        newest.map { $0.header.time.seconds + upstream.trust.trustingPeriodSeconds }
    }

    var text: String {
        var lines = [
            "chain      \(upstream.trust.chainID), \(upstream.nodes.joined(separator: ", "))",
            "anchor     block \(anchor.anchor.height), \(anchor.anchor.hash), by \(anchor.origin)",
        ]
        if let newest {
            let header = newest.header
            lines.append("newest     block \(header.height) of \(header.time), \(header.hash)")
            lines.append("           \(confirmation(of: newest.standing))")
        } else {
            lines.append("newest     none verified yet: no node was reached")
        }
        if let end, let age { lines.append("trust      until \(moment(end)): \(words(for: age))") }
        lines.append("witnesses  \(witnesses)")
        lines.append(
            "entries    \(entries.last), \(entries.delivered) of them proven; "
                + "\(Int64(entries.last) - entries.delivered) wait")
        for divergence in divergences {
            lines.append("CONTRADICTION found \(moment(divergence.found)): \(divergence.words)")
        }
        if !divergences.isEmpty {
            lines.append(
                "           nothing is proven until 'weighpost chain trust' says how to go on; "
                    + "--evidence FOLDER saves both sides")
        }
        return lines.joined(separator: "\n")
    }

    private func confirmation(of standing: HeaderStanding) -> String {
        if standing.isAnchor { return "it is the anchor itself" }
        let names = standing.witnesses ?? []
        let by = names.isEmpty ? "by no witness" : "by \(names.joined(separator: ", "))"
        return "confirmed \(by)"
            + (standing.isContinuity ? "; trust was carried on beyond its period" : "")
    }

    private var witnesses: String {
        let pool = upstream.witnesses
        guard pool.quorum > 0 else { return "none, by the configuration" }
        let names = pool.witnesses.map { "\($0.url) of \($0.operatorName)" }
        return names.joined(separator: ", ") + "; \(pool.quorum) operators have to agree"
    }

    private func words(for age: TrustAge) -> String {
        switch age {
        case .fresh: "fresh"
        case .third: "a third is over; the next link renews it"
        case .twoThirds: "two thirds are over; the next link renews it"
        case .nearlyOver: "nearly over; bring a link, or a signed checkpoint"
        case .over: "over; proof waits for a checkpoint or for 'weighpost chain trust'"
        }
    }

    var event: GatewayEvent {
        var fields: [(name: String, value: GatewayEvent.Value)] = [
            ("chain_id", .text(upstream.trust.chainID)),
            ("anchor_height", .number(anchor.anchor.height)),
            ("anchor_hash", .text("\(anchor.anchor.hash)")),
            ("entries", .number(Int64(entries.last))), ("proven", .number(entries.delivered)),
            ("contradictions", .number(Int64(divergences.count))),
        ]
        if let newest, let end, let age {
            fields += [
                ("height", .number(newest.header.height)),
                ("hash", .text("\(newest.header.hash)")),
                ("time", .text("\(newest.header.time)")), ("trusted_until", .text(moment(end))),
                ("age", .text("\(age)")),
                ("witnesses", .list(newest.standing.witnesses ?? [])),
                ("continuity", .flag(newest.standing.isContinuity)),
            ]
        }
        return GatewayEvent(
            "chain.status", text, fields, level: divergences.isEmpty ? .info : .warning)
    }
}
