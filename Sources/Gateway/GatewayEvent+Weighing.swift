import DeviceReaders
import Evidence
import Intake
import Wire

extension GatewayEvent {
    /// How well the polls of a device kept their rate.
    static func rhythm(of unit: String, _ punctuality: Punctuality) -> GatewayEvent {
        GatewayEvent(
            "field.rhythm", "\(unit): \(punctuality.text)",
            [
                ("unit", .text(unit)), ("polls", .number(Int64(punctuality.polls))),
                ("missed", .number(Int64(punctuality.missed))),
                ("late_mean_us", .number(Int64(punctuality.mean / .microseconds(1)))),
                ("late_worst_us", .number(Int64(punctuality.worst / .microseconds(1)))),
            ])
    }

    /// A vehicle stood still.
    static func captured(_ pass: Pass) -> GatewayEvent {
        let stability = pass.stability
        return GatewayEvent(
            "scale.captured",
            "captured \(pass.shown): within \(stability.rangeGrams / 1000) kg over "
                + "\(stability.windowMilliseconds) ms, \(stability.samples) readings, median",
            [
                ("grams", .number(pass.mass.grams)), ("shown", .text("\(pass.shown)")),
                ("range_grams", .number(stability.rangeGrams)),
                ("samples", .number(Int64(stability.samples))),
                ("curve_points", .number(Int64(pass.curve.samples.count))),
            ])
    }

    /// A weigh-in is durable.
    static func weighedIn(_ visit: OpenVisit, _ entry: JournalEntry) -> GatewayEvent {
        GatewayEvent(
            "load.weighedIn",
            "weigh-in \(visit.pass.shown)"
                + (visit.plate == nil ? ", no plate was seen" : ", a plate was seen"),
            [
                ("seq", .number(Int64(entry.seq))), ("grams", .number(visit.pass.mass.grams)),
                ("has_plate", .flag(visit.plate != nil)),
            ])
    }

    /// A load that was taken away is on record.
    static func takenAway(_ load: OutgoingBody, _ entry: JournalEntry) -> GatewayEvent {
        let code = load.code?.printed ?? "no code"
        return GatewayEvent(
            "load.taken",
            "outgoing of \(code): net \(load.net), of \(load.loads.count) loads, to "
                + load.destination,
            [
                ("seq", .number(Int64(entry.seq))), ("id", .text(entry.id.description)),
                ("code", .text(code)), ("net_grams", .number(load.net.grams)),
                ("loads", .number(Int64(load.loads.count))),
            ])
    }

    /// A load is on record.
    static func weighedOut(_ record: IntakeRecord, _ entry: JournalEntry) -> GatewayEvent {
        let verdict = record.verdict
        let code = record.code?.printed ?? "no code"
        let reasons = verdict.reasons
        return GatewayEvent(
            "load.recorded",
            "\(entry.kind) of \(code): gross \(record.gross), tare \(record.tare), "
                + "net \(record.net), \(verdict.outcome)"
                + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: "; ")))"),
            [
                ("seq", .number(Int64(entry.seq))), ("kind", .text("\(entry.kind)")),
                ("id", .text(entry.id.description)), ("code", .text(code)),
                ("gross_grams", .number(record.gross.grams)),
                ("tare_grams", .number(record.tare.grams)),
                ("net_grams", .number(record.net.grams)), ("verdict", .text("\(verdict.outcome)")),
                ("reasons", .list(reasons)),
            ])
    }
}
