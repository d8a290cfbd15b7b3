import Intake
import Testing
import Wire

@testable import Evidence

@Suite("What rebuilds a ticket")
struct EvidenceClaimTests {
    /// A claim as somebody reads it who got its disclosure.
    private func read(_ claim: Claim) throws -> Claim {
        let disclosure = Disclosure(
            salt: [UInt8](repeating: 3, count: 16), value: claim.cbor, key: claim.key)
        return try Claim(try Disclosure(decoding: disclosure.bytes))
    }

    @Test("a load's evidence is read back to the last sample of its weigh curve")
    func load() throws {
        let record = try Yard.record()
        let evidence = EvidenceClaim(of: record, from: try Yard.origin())
        guard case .evidence(let read) = try read(.evidence(evidence)) else {
            Issue.record("evidence is read as evidence")
            return
        }
        #expect(read == evidence)
        #expect(read.passes == [record.weighIn, record.weighOut])
        #expect(read.scale == (try Yard.scale()))
        #expect(read.sensors == record.sensors)
    }

    @Test("the ticket's net is gross less tare in the figures that the scale showed")
    func ticket() throws {
        let record = try Yard.record()
        let ticket = try #require(EvidenceClaim(of: record, from: try Yard.origin()).ticket)
        #expect(ticket.gross.description == "24820 kg")
        #expect(ticket.tare.description == "11060 kg")
        #expect(ticket.net.description == "13760 kg")
        #expect(ticket.net.mass == record.net)
    }

    @Test("a pass with nothing before it, and a display beyond any scale, are read back")
    func barePass() throws {
        let pass = Yard.pass(24_820)
        let bare = Pass(
            shown: ShownWeight(digits: .max, exponent: 6, unit: .tonne), statusWord: .max,
            registers: [], wall: WallTime(seconds: -1, nanoseconds: 999_999_999, clock: .unset),
            monotonic: MonotonicTime(nanoseconds: .max), bootID: [], stability: pass.stability,
            curve: WeighCurve(
                start: pass.monotonic, intervalMilliseconds: 1, unitGrams: 1, samples: []),
            rampSeen: false, zeroOffset: nil)
        #expect(bare.shown.mass == nil)
        #expect(try Pass(bare.cbor) == bare)
    }

    @Test("what the indicator's own memory kept is read back, with and without a weight")
    func alibi() throws {
        let pass = Yard.pass(24_820)
        for weight in [nil, pass.shown] {
            let kept = pass.with(AlibiRecord(number: 4711, weight: weight))
            #expect(try Pass(kept.cbor) == kept)
            #expect(kept != pass)
        }
    }

    @Test("the map a sensor was read by is told once for all of its sensors")
    func sensorMaps() throws {
        let record = try Yard.record()
        let (first, second) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        let plain = try #require(record.sensors.first)
        let sensors = [plain.by(first), plain, plain.by(second), plain.by(first)]
        let usual = EvidenceClaim(of: record, from: try Yard.origin())
        let evidence = EvidenceClaim(
            scale: usual.scale, deviceMap: usual.deviceMap, software: usual.software,
            bootID: usual.bootID, passes: usual.passes, ticket: usual.ticket, sensors: sensors,
            plateSource: nil)
        #expect(try EvidenceClaim(evidence.cbor) == evidence)
        let size = evidence.cbor.encodedCount
        #expect(size < usual.cbor.encodedCount + 3 * plain.cbor.encodedCount + 100)
        guard case .map(let pairs) = evidence.cbor else { throw CBORError.invalid("no map") }
        for wrong: CBOR in [
            .array([.array([.bytes(first), .array([9])])]), .array([.array([.bytes([1])])]),
            .array([.array([.bytes(first), .array([0])]), .array([.bytes(second), .array([0])])]),
            .text("x"),
        ] {
            let changed = pairs.map { $0.key == 13 ? ($0.key, wrong) : ($0.key, $0.value) }
            #expect(throws: CBORError.self) { try EvidenceClaim(.dictionary(changed)) }
        }
    }

    @Test("a weight shown in any unit keeps its digits, and the grams must be theirs")
    func units() throws {
        for (unit, exponent) in [(MassUnit.gram, 3), (.kilogram, 0), (.tonne, -3), (.pound, 1)] {
            let shown = ShownWeight(digits: 2_482, exponent: exponent, unit: unit)
            #expect(try ShownWeight(shown.cbor) == shown)
            var parts = try #require(shown.cbor.arrayValue)
            let grams = try #require(parts[3].int)
            for wrong in [CBOR.int(grams + 1), .null, .text("\(grams)"), .unsigned(.max)] {
                parts[3] = wrong
                #expect(throws: CBORError.self) { try ShownWeight(.array(parts)) }
            }
        }
    }

    @Test("a visit is restored from the entry and the claims of its weigh-in")
    func restoredVisit() throws {
        let visit = try Yard.openVisit()
        let evidence = EvidenceClaim(of: visit, from: try Yard.origin())
        #expect(evidence.ticket == nil)
        let made = try Yard.make(
            .weighIn(WeighInBody(visit: visit.visit)),
            claims: [.evidence(evidence), .plate(try Yard.plate())])
        let claims = try made.disclosures.map(Claim.init)
        let restored = try #require(OpenVisit(made.entry, claims: claims))
        var expected = visit
        expected.entryDigest = made.entry.digest.bytes
        #expect(restored == expected)
        #expect(OpenVisit(made.entry, claims: []) == nil)
        #expect(OpenVisit(made.entry, claims: [claims[0]])?.plate == nil)
        let event = try Yard.make(.event(EventBody(code: .boot))).entry
        #expect(OpenVisit(event, claims: claims) == nil)
    }

    @Test("the public content of a load is the record's, without a name or a plate")
    func publicContent() throws {
        let record = try Yard.record()
        let body = try #require(IntakeBody(record))
        #expect(body.visit == record.visit)
        #expect(body.weighIn.bytes == record.weighInEntry)
        #expect(body.net == .kilograms(13_760))
        #expect(body.code == record.code)
        #expect(body.outcome == record.verdict.outcome)
        #expect(body.results.count == record.verdict.results.count)
        #expect(body.results.map(\.rule) == record.verdict.results.map { Int64($0.rule.rawValue) })
        #expect(try IntakeBody(body.cbor) == body)
    }

    @Test("evidence that contradicts the entry it stands behind is found out")
    func contradictions() throws {
        let body = Yard.intake()
        let evidence = EvidenceClaim(of: try Yard.record(), from: try Yard.origin())
        #expect(evidence.contradiction(to: .intake(body)) == nil)
        #expect(evidence.contradiction(to: .weighIn(WeighInBody(visit: Yard.visit))) != nil)
        #expect(evidence.contradiction(to: .event(EventBody(code: .boot))) != nil)
        let weighIn = EvidenceClaim(of: try Yard.openVisit(), from: try Yard.origin())
        #expect(weighIn.contradiction(to: .intake(body)) != nil)
        #expect(weighIn.contradiction(to: .weighIn(WeighInBody(visit: Yard.visit))) == nil)
        let swapped = EvidenceClaim(
            scale: evidence.scale, deviceMap: evidence.deviceMap, software: evidence.software,
            bootID: evidence.bootID, passes: evidence.passes.reversed(), ticket: evidence.ticket,
            sensors: [], plateSource: nil)
        #expect(swapped.contradiction(to: .intake(body)) != nil)
    }

    @Test("a load that was taken away came empty: its first pass is the tare")
    func outgoing() throws {
        let (visit, full) = (Yard.emptyVisit(), Yard.pass(24_820, after: 600))
        let made = EvidenceClaim(
            ofOutgoing: visit, out: full, sensors: [Yard.radiation], from: try Yard.origin())
        let evidence = try #require(made)
        #expect(try EvidenceClaim(evidence.cbor) == evidence)
        #expect(evidence.ticket?.gross == full.shown)
        #expect(evidence.ticket?.net.mass == .kilograms(13_760))
        #expect(evidence.contradiction(to: .outgoing(try Yard.outgoing())) == nil)
        // Neither an intake of the same net, nor evidence that was weighed the other way round.
        #expect(evidence.contradiction(to: .intake(Yard.intake())) != nil)
        let incoming = EvidenceClaim(of: try Yard.record(), from: try Yard.origin())
        #expect(incoming.contradiction(to: .outgoing(try Yard.outgoing())) != nil)
        for body in [EntryBody.correction(Yard.correction()), .void(Yard.void())] {
            #expect(evidence.contradiction(to: body) != nil)
        }
        let lighter = EvidenceClaim(
            ofOutgoing: visit, out: Yard.pass(11_060, after: 600), sensors: [],
            from: try Yard.origin())
        #expect(lighter == nil)
    }

    @Test("what the device's format protects is in the evidence, and older claims lack it")
    func protections() throws {
        let origin = try Yard.origin()
        let told = ScaleProtections(
            checksum: true, stability: false, grossNetFlag: true, unit: false)
        let claim = EvidenceClaim(
            of: try Yard.record(),
            from: EvidenceClaim.Origin(
                scale: origin.scale, deviceMap: origin.deviceMap, software: origin.software,
                bootID: origin.bootID, protections: told))
        #expect(try EvidenceClaim(claim.cbor).protections == told)
        let older = EvidenceClaim(of: try Yard.record(), from: origin)
        #expect(try EvidenceClaim(older.cbor).protections == nil)
    }
}
