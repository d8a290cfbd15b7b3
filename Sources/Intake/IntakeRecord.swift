/// A load that was weighed full and empty and has been judged, with everything known of it.
package struct IntakeRecord: Hashable, Sendable {
    /// The visit's 16 bytes.
    package let visit: [UInt8]
    /// The digest of the weigh-in's journal entry; nil while that is not durable.
    package let weighInEntry: [UInt8]?
    /// The pass of the full vehicle.
    package let weighIn: Pass
    /// The pass of the empty vehicle.
    package let weighOut: Pass
    /// Both weights in grams.
    package let weighing: Weighing
    /// What was brought; nil for a vehicle that nobody knows.
    package let code: WasteCode?
    /// Where it comes from; nil for a vehicle that nobody knows.
    package let source: WasteSource?
    /// Where it goes on the site; empty when nobody knows.
    package let destination: String
    /// The recovery or disposal operation; empty when nobody knows.
    package let purpose: String
    /// The quality that was agreed or assessed.
    package let grades: [QualityGrade]
    /// SHA-256 digests of the papers, 32 bytes each.
    package let documents: [[UInt8]]
    /// Who is behind it; nil for a vehicle that nobody knows.
    package let parties: Parties?
    /// The more certain of the reads at the two passes; nil when there was none.
    package let plate: PlateRead?
    /// What the sensors said of the full vehicle, then what good ones said of the empty one.
    package let sensors: [SensorReading]
    /// What the rules say of it.
    package let verdict: QualityVerdict

    /// What the vehicle weighed full.
    package var gross: Mass { weighing.gross }
    /// What it weighed empty.
    package var tare: Mass { weighing.tare }
    /// What it left behind.
    package var net: Mass { weighing.net }

    /// The record of a visit whose vehicle was weighed empty, judged by the site's rules.
    ///
    /// - Parameters:
    ///   - visit: the weigh-in.
    ///   - out: the pass of the empty vehicle.
    ///   - context: what else is known at that moment.
    ///   - rules: the site's rules and limits.
    ///   - recent: the loads taken in before, as far back as the longest window of the rules.
    ///   - now: the time of the judgement.
    /// - Returns: the judged record.
    /// - Throws: `tareExceedsGross` for an outgoing load (`OpenVisit.direction` tells before);
    ///   `beyondScale` when a display gives no weight in grams.
    package static func form(
        visit: OpenVisit, out: Pass, context: LoadContext, rules: RuleSet,
        recent: [RecentLoad], now: WallTime
    ) throws(WeighingError) -> IntakeRecord {
        guard let gross = visit.pass.shown.mass, let tare = out.shown.mass else {
            throw WeighingError(
                .beyondScale,
                "a display of \(visit.pass.shown) or \(out.shown) is beyond any scale; check "
                    + "exponent and unit of the scale in the site's configuration")
        }
        let weighing = try Weighing(gross: gross, tare: tare)
        let load = LoadUnderJudgement(visit: visit, out: out, context: context)
        return IntakeRecord(
            load, weighing, visit: visit, contract: context.contract,
            verdict: rules.judge(load, recent: recent, now: now))
    }

    private init(
        _ load: LoadUnderJudgement, _ weighing: Weighing, visit: OpenVisit,
        contract: VehicleContract?, verdict: QualityVerdict
    ) {
        (self.visit, weighInEntry) = (visit.visit, visit.entryDigest)
        (weighIn, weighOut, self.weighing) = (load.weighIn, load.weighOut, weighing)
        (code, source, parties) = (contract?.code, contract?.source, contract?.parties)
        (destination, purpose) = (contract?.destination ?? "", contract?.purpose ?? "")
        (grades, documents) = (contract?.grades ?? [], contract?.documents ?? [])
        plate = load.plate
        sensors =
            load.sensorsIn
            + load.sensorsOut.filter { $0.quality == .good && !load.sensorsIn.contains($0) }
        self.verdict = verdict
    }
}
