import Evidence
import Intake
import JournalStore
import Wire

// A vehicle that leaves heavier than it came: something was taken away.

extension WeighingDesk {
    /// Records what a vehicle takes away; both weighings alone where nobody knows that it does.
    ///
    /// Below the scale's minimum load the difference is the driver, or rain, and no load.
    func takeAway(_ visit: OpenVisit, _ pass: Pass, _ context: LoadContext) async throws {
        let plate = (context.plate ?? visit.plate)?.plate
        guard let plate, let contract = settings.vehicles.outgoingContract(of: plate) else {
            return try await keepWithoutRecord(
                visit, pass, context,
                reason:
                    "it leaves heavier than it came, and no vehicle under 'outgoing' has its plate")
        }
        guard let gross = pass.shown.mass, let tare = visit.pass.shown.mass,
            gross - tare >= settings.interval.min,
            let evidence = EvidenceClaim(
                ofOutgoing: visit, out: pass, sensors: visit.sensors + context.sensors,
                from: settings.origin)
        else {
            return try await keepWithoutRecord(
                visit, pass, context,
                reason: "it leaves heavier by less than the scale's minimum load")
        }
        guard let weighIn = visit.entryDigest.flatMap({ Digest($0) }) else {
            preconditionFailure("a visit is journaled before it is weighed out")
        }
        let body = try OutgoingBody(
            visit: visit.visit, weighIn: weighIn, code: contract.code, net: gross - tare,
            destination: contract.destination, purpose: contract.purpose,
            loads: try await parts(of: contract, weighing: gross - tare),
            documents: [])
        let entry = try await recorder.record(
            .outgoing(body),
            claims: [.evidence(evidence), .parties(contract.parties), .plate(plate)],
            telling: .programs, then: .intakeJournaled)
        recorder.report(.takenAway(body, entry))
    }

    /// What it consists of; nothing where the journal cannot say: the load itself comes first.
    private func parts(
        of contract: OutgoingContract, weighing net: Mass
    ) async throws -> [EntryReference] {
        do {
            return try await SiteStock(journal: recorder.journal).loads(
                from: contract.stores, weighing: net)
        } catch let error as JournalError where error.code == .damaged {
            recorder.report(
                GatewayEvent(
                    "load.partsUnknown",
                    "which loads are taken away cannot be told: \(error.message)",
                    level: .warning))
            return []
        }
    }

    /// A vehicle that leaves heavier than it came brought nothing: both weighings stay on record.
    func keepWithoutRecord(
        _ visit: OpenVisit, _ pass: Pass, _ context: LoadContext, reason: String
    ) async throws {
        let claim = EvidenceClaim(
            of: pass, sensors: context.sensors, plate: context.plate, from: settings.origin)
        try await recorder.record(
            .weighIn(WeighInBody(visit: visit.visit)), claims: [.evidence(claim)],
            telling: .programs)
        recorder.report(
            GatewayEvent("load.notAnIntake", "no load: \(reason)", level: .warning))
    }
}
