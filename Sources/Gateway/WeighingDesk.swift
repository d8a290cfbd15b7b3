import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import JournalStore
import SystemService
import Wire

/// Where a load becomes a record: the machines of the scale and of the visits, and the journal.
///
/// Used by one task, input by input: what one input means is durable before the next is looked at.
struct WeighingDesk {
    let recorder: Recorder
    let clock: SiteClock
    private(set) var settings: DeskSettings
    /// Where people of the site say that a load is another one, or none.
    let amendments: HandOverFolder
    /// Files there that were told of already.
    var unreadable: Set<String> = []
    var scale: SettlingScale
    var session: WeighingSession
    var recent: [RecentLoad]
    /// What must not change, as it was last recorded.
    private var audited: [String: Int64]
    /// Brokers that are away, and on record as that.
    private var lostBrokers: Set<String> = []
    /// How many loads the rules compare with.
    private static let recentLoads = 200

    init(
        recorder: Recorder, settings: DeskSettings, clock: SiteClock, memory: SiteMemory,
        amendments: HandOverFolder
    ) {
        (self.recorder, self.settings, self.clock) = (recorder, settings, clock)
        self.amendments = amendments
        audited = memory.audited
        scale = SettlingScale(
            interval: settings.interval, bootID: clock.bootID, lastCaptured: memory.lastCaptured)
        session = WeighingSession(open: memory.open, policy: settings.policy)
        recent = memory.recent
    }

    /// Goes on under another configuration: what is on the bridge, and who waits, stays as it is.
    ///
    /// Only another type plate begins the settling anew: the deck has to be seen at zero first.
    private mutating func apply(_ next: DeskSettings) {
        if next.interval != settings.interval {
            scale = SettlingScale(interval: next.interval, bootID: clock.bootID)
        }
        session.goOn(under: next.policy)
        lostBrokers.formIntersection(next.brokers)
        settings = next
    }

    /// Takes what the site's devices say.
    mutating func take(_ input: SiteInput) async throws {
        switch input {
        case .line(let line):
            for action in scale.receive(line) { try await perform(action) }
        case .plate(let read):
            _ = session.receive(.plate(read))
            recorder.report(
                GatewayEvent(
                    "plate.read", "a plate was read by \(read.camera)",
                    [
                        ("confidence_permille", .number(Int64(read.confidencePermille)))
                    ], telling: .programs))
        case .broker(let name, awayFor: let reason): try await takeBroker(name, reason)
        case .settings(let next): apply(next)
        case .amendments: try await takeAmendments()
        case .field(.unit(let news)): try await takeUnit(news)
        case .field(.audit(let finding)): try await takeAudit(finding)
        }
    }

    private mutating func perform(_ action: SettlingScale.Action) async throws {
        switch action {
        case .vehicleOn(let time):
            try await perform(session.receive(.vehicleOn(at: time)))
            recorder.report(GatewayEvent("scale.vehicleOn", "a vehicle drives onto the bridge"))
        case .vehicleOff(let time):
            try await perform(session.receive(.vehicleOff(at: time)))
            recorder.report(GatewayEvent("scale.vehicleOff", "the vehicle leaves the bridge"))
        case .captured(let captured):
            recorder.report(.captured(captured))
            CrashPoint.weightCaptured.pass()
            let pass = await stored(captured)
            var generator = SystemRandomNumberGenerator()
            let visit = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try await perform(
                session.receive(.pass(pass, visit: visit, sensors: settings.sensors())))
        case .zero(let offset, _):
            try await recorder.record(.zero, subject: settings.origin.scale.id, value: offset.grams)
        case .abandoned(let reason):
            recorder.report(
                GatewayEvent("scale.abandoned", "not weighed: \(reason)", level: .warning))
        case .lost(let reason):
            try await recorder.record(
                .communicationLost, subject: "scale", text: short(reason), telling: .programs)
            recorder.report(
                GatewayEvent(
                    "scale.lost", "the scale does not answer: \(reason); trying on",
                    level: .warning))
        case .restored(let pause):
            try await recorder.record(
                .communicationRestored, subject: "scale", value: pause, telling: .programs)
            recorder.report(
                GatewayEvent(
                    "scale.restored",
                    "the scale answers again after \(Duration.milliseconds(pause).inWords)",
                    [("away_ms", .number(pause))]))
        }
    }

    private mutating func perform(_ actions: [WeighingSession.Action]) async throws {
        for action in actions {
            switch action {
            case .weighIn(let visit): try await weighIn(visit)
            case .weighOut(let visit, let pass, let plate, let sensors):
                try await weighOut(
                    visit, pass,
                    LoadContext(
                        plate: plate,
                        contract: (plate ?? visit.plate).flatMap {
                            settings.vehicles.contract(of: $0.plate)
                        }, sensors: sensors))
            case .lapsed(let visit):
                recorder.report(
                    GatewayEvent(
                        "visit.lapsed",
                        "a vehicle of \(visit.pass.mass) was never weighed out; its weigh-in stays",
                        level: .warning))
            }
        }
    }

    /// The scale and a broker are known by subject; their words are kept short in the journal.
    private func short(_ text: String) -> String { String(text.prefix(100)) }

    /// A broker as entries name it: they travel to the chain, and an address of the site's network is
    /// nobody's business there.
    private func entrySubject(ofBroker name: String) -> String {
        guard settings.brokers.count > 1, let place = settings.brokers.firstIndex(of: name) else {
            return "broker"
        }
        return "broker \(place + 1)"
    }

    private mutating func takeBroker(_ name: String, _ reason: String?) async throws {
        let subject = entrySubject(ofBroker: name)
        if let reason {
            guard lostBrokers.insert(name).inserted else { return }
            try await recorder.record(
                .communicationLost, subject: subject, text: short(reason), telling: .programs)
            recorder.report(
                GatewayEvent(
                    "broker.lost", "the broker \(name) is away: \(reason); trying on",
                    level: .warning, subject: name))
        } else {
            if lostBrokers.remove(name) != nil {
                try await recorder.record(
                    .communicationRestored, subject: subject, telling: .programs)
            }
            recorder.report(
                GatewayEvent("broker.connected", "the broker \(name) is there", subject: name))
        }
    }

    /// The pass with what the indicator's own memory kept of it, where the site wants that.
    ///
    /// An indicator that keeps nothing holds nobody up: the evidence then lacks its number, and the
    /// log says why.
    private func stored(_ pass: Pass) async -> Pass {
        guard let store = settings.store else { return pass }
        switch await store(pass.shown) {
        case .success(let record):
            if let weight = record.weight, weight != pass.shown {
                recorder.report(
                    GatewayEvent(
                        "scale.alibiDiffers",
                        "the indicator kept \(weight) under \(record.number), not \(pass.shown)",
                        level: .warning))
            }
            return pass.with(record)
        case .failure(let error):
            recorder.report(
                GatewayEvent(
                    "scale.alibiFailed", "the indicator kept nothing: \(error)", level: .warning))
            return pass
        }
    }

    /// A seal or a counter: its first value of this journal, and every change, are on record.
    private mutating func takeAudit(_ finding: AuditFinding) async throws {
        guard audited.updateValue(finding.number, forKey: finding.name) != finding.number else {
            return
        }
        try await recorder.record(
            .sealChanged, subject: finding.name, value: finding.number,
            text: short(finding.meaning), telling: .programs)
        recorder.report(
            GatewayEvent(
                "scale.sealChanged", "\(finding.name) is \(finding.number) now: \(finding.meaning)",
                level: .warning))
    }

    private func takeUnit(_ news: UnitNews) async throws {
        if let reason = news.awayFor {
            try await recorder.record(
                .communicationLost, subject: news.name, text: short(reason), telling: .programs)
            recorder.report(
                GatewayEvent(
                    "sensors.lost", "\(news.name) does not answer: \(reason); trying on",
                    level: .warning, subject: news.name))
        } else {
            try await recorder.record(
                .communicationRestored, subject: news.name, telling: .programs)
            recorder.report(
                GatewayEvent(
                    "sensors.restored", "\(news.name) answers again", subject: news.name))
        }
    }

    private mutating func weighIn(_ visit: OpenVisit) async throws {
        var claims: [Claim] = [.evidence(EvidenceClaim(of: visit, from: settings.origin))]
        if let plate = visit.plate { claims.append(.plate(plate.plate)) }
        let entry = try await recorder.record(
            .weighIn(WeighInBody(visit: visit.visit)), claims: claims, telling: .programs,
            then: .weighInJournaled)
        session.journaled(visit.visit, digest: entry.digest.bytes)
        recorder.report(.weighedIn(visit, entry))
    }

    private mutating func weighOut(
        _ visit: OpenVisit, _ pass: Pass, _ context: LoadContext
    ) async throws {
        if visit.direction(out: pass) == .outgoing {
            return try await takeAway(visit, pass, context)
        }
        let record: IntakeRecord
        do {
            record = try IntakeRecord.form(
                visit: visit, out: pass, context: context, rules: settings.rules, recent: recent,
                now: clock.wall())
        } catch {
            try await keepWithoutRecord(visit, pass, context, reason: "\(error)")
            return
        }
        guard let body = IntakeBody(record) else {
            preconditionFailure("a visit is journaled before it is weighed out")
        }
        let isRejected = record.verdict.outcome == .rejected
        var claims: [Claim] = [.evidence(EvidenceClaim(of: record, from: settings.origin))]
        if let parties = record.parties { claims.append(.parties(parties)) }
        if let plate = record.plate { claims.append(.plate(plate.plate)) }
        let entry = try await recorder.record(
            isRejected ? .reject(body) : .intake(body), claims: claims,
            isWithheld: record.verdict.outcome == .held, telling: .programs,
            then: .intakeJournaled)
        remember(record)
        recorder.report(.weighedOut(record, entry))
    }

    private mutating func remember(_ record: IntakeRecord) {
        guard let plate = record.plate?.plate else { return }
        recent.append(
            RecentLoad(
                visit: record.visit, plate: plate, net: record.net,
                time: record.weighOut.wall.seconds))
        if recent.count > WeighingDesk.recentLoads { recent.removeFirst() }
    }
}
