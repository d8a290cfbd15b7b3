import Testing

@testable import Intake

@Suite("The intake record")
struct IntakeRecordTests {
    private let rules = RuleSet(RuleCase.limits)

    private func visit(
        _ kilograms: Int64, plate: PlateRead? = Site.read("B-WH 4711", at: 0)
    )
        -> OpenVisit
    {
        OpenVisit(
            visit: Site.visit(1), plate: plate, pass: Site.pass(kilograms, at: 1_000),
            sensors: [Site.radiation(36)], entryDigest: [UInt8](repeating: 3, count: 32))
    }

    private func form(
        _ visit: OpenVisit, out: Pass, _ context: LoadContext = LoadContext()
    ) throws(WeighingError) -> IntakeRecord {
        try IntakeRecord.form(
            visit: visit, out: out, context: context, rules: rules, recent: [],
            now: Site.wall(2_000))
    }

    @Test("a record holds both passes, the net and the contract")
    func record() throws {
        let out = Site.pass(9_480, at: 1_600)
        let read = Site.read("B-WH 4711", at: 1, confidence: 980)
        let record = try form(
            visit(24_860), out: out,
            LoadContext(
                plate: read, contract: Site.contract,
                sensors: [Site.radiation(35), Site.radiation(36), Site.radiation(0, .missing)]))
        #expect(record.visit == Site.visit(1))
        #expect(record.weighInEntry == [UInt8](repeating: 3, count: 32))
        #expect(record.gross == .kilograms(24_860))
        #expect(record.tare == .kilograms(9_480))
        #expect(record.net == .kilograms(15_380))
        #expect(record.weighOut == out)
        #expect(record.code?.code == "200301")
        #expect(record.parties == Site.contract.parties)
        #expect((record.destination, record.purpose) == ("line-1", "R12"))
        #expect(record.documents == Site.contract.documents)
        #expect(record.plate == read)
        #expect(record.sensors == [Site.radiation(36), Site.radiation(35)])
        #expect(record.verdict.outcome == .passed)
        #expect(record.verdict.ruleSet == rules.digest)
    }

    @Test("a vehicle that nobody knows makes a record that is held")
    func unknown() throws {
        let record = try form(visit(24_860, plate: nil), out: Site.pass(9_480, at: 1_600))
        #expect(record.code == nil && record.source == nil && record.parties == nil)
        #expect(record.destination.isEmpty && record.grades.isEmpty)
        #expect(record.verdict.outcome == .held)
    }

    @Test("a vehicle that leaves heavier brought nothing in: the words say so")
    func outgoing() {
        let out = Site.pass(24_860, at: 1_600)
        #expect(visit(9_480).direction(out: out) == .outgoing)
        let error = #expect(throws: WeighingError.self) { try form(visit(9_480), out: out) }
        #expect(error?.code == .tareExceedsGross)
        #expect(error?.message.contains("9480 kg") == true)
        #expect(error?.message.contains("24860 kg") == true)
        #expect(error?.message.contains("outgoing") == true)
    }

    @Test("equal weights are an intake of nothing, which is rejected and kept")
    func nothing() throws {
        let out = Site.pass(9_480, at: 1_600)
        #expect(visit(9_480).direction(out: out) == .incoming)
        #expect(try form(visit(9_480), out: out).verdict.outcome == .rejected)
    }

    @Test("a display beyond any scale makes no record")
    func beyond() {
        let out = Site.pass(.max, at: 1_600)
        #expect(visit(9_480).direction(out: out) == nil)
        let error = #expect(throws: WeighingError.self) { try form(visit(9_480), out: out) }
        #expect(error?.code == .beyondScale)
    }

    @Test(
        "net is gross less tare",
        arguments: [(24_860, 9_480, 15_380), (9_480, 9_480, 0)] as [(Int64, Int64, Int64)])
    func net(gross: Int64, tare: Int64, net: Int64) throws {
        let weighing = try Weighing(gross: .kilograms(gross), tare: .kilograms(tare))
        #expect(weighing.net == .kilograms(net))
    }

    @Test("from the first poll to the judged record, the whole way")
    func story() throws {
        var (script, session) = (ScaleScript.atZero(), WeighingSession())
        var record: IntakeRecord?
        var told = script.actions.count
        for (number, kilograms) in [Int64(24_860), 9_480].enumerated() {
            _ = session.receive(.plate(Site.read("B-WH 4711", at: script.now, event: "\(number)")))
            script.rollOn(kilograms)
            script.show(kilograms, for: 3_000)
            script.rollOff(kilograms)
            script.pause(0)
            script.show(0, for: 3_000)
            for action in script.actions[told...] {
                let events = WeighingSession.Event(action, visit: Site.visit(UInt8(number)))
                for found in events.map({ session.receive($0) }) ?? [] {
                    guard case .weighOut(let visit, let out, let read, let sensors) = found else {
                        continue
                    }
                    record = try form(
                        visit, out: out,
                        LoadContext(plate: read, contract: Site.contract, sensors: sensors))
                }
            }
            told = script.actions.count
        }
        #expect(record?.net == .kilograms(15_380))
        #expect(record?.visit == Site.visit(0))
        #expect(record?.verdict.outcome == .flagged, "no portal: \(record?.verdict.reasons ?? [])")
    }
}

extension WeighingSession.Event {
    /// What the scale found, for the session.
    fileprivate init?(_ action: SettlingScale.Action, visit: [UInt8]) {
        switch action {
        case .vehicleOn(let time): self = .vehicleOn(at: time)
        case .vehicleOff(let time): self = .vehicleOff(at: time)
        case .captured(let pass): self = .pass(pass, visit: visit, sensors: [])
        case .zero, .abandoned, .lost, .restored: return nil
        }
    }
}
