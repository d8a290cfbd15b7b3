/// The warnings that the agent gives, each with a code that the manual explains and what to do.
///
/// Codes never change their meaning; the page "What the warnings mean" lists all of them.
package struct WarningCode: Hashable, Sendable {
    /// `WP` and three digits.
    package let code: String
    /// The event it comes with.
    package let event: String
    /// Events that say it is over; none for what only happens.
    package let endings: Set<String>
    /// Whether something that the agent is for does not happen meanwhile.
    package let isError: Bool
    /// Whether it may come again and again: the log then counts it.
    package let repeats: Bool
    /// What to do about it; at most 75 characters, so that it fits a terminal's line.
    package let advice: String

    private init(
        _ code: String, _ event: String, endsWith endings: Set<String> = [], isError: Bool = false,
        repeats: Bool = false, _ advice: String
    ) {
        (self.code, self.event, self.endings) = (code, event, endings)
        (self.isError, self.repeats, self.advice) = (isError, repeats, advice)
    }

    /// Whether it lasts until another event ends it.
    var lasts: Bool { !endings.isEmpty }

    /// The warning that comes with an event; nil for none.
    package static func of(event: String) -> WarningCode? { byEvent[event] }

    /// The warnings that an event ends.
    static func ended(by event: String) -> [WarningCode] {
        all.filter { $0.endings.contains(event) }
    }

    private static let byEvent = Dictionary(uniqueKeysWithValues: all.map { ($0.event, $0) })

    package static let all: [WarningCode] = site + upstream + box

    private static let site = [
        WarningCode(
            "WP101", "scale.lost", endsWith: ["scale.restored"], isError: true, repeats: true,
            "look at the indicator's power and cable; 'weighpost probe' asks it once"),
        WarningCode(
            "WP102", "scale.sealChanged",
            "ask who opened or set the scale, and note the reason in the site's book"),
        WarningCode(
            "WP103", "scale.abandoned", repeats: true,
            "let the vehicle leave the bridge and come again"),
        WarningCode(
            "WP104", "scale.alibiFailed", repeats: true,
            "the weighing is on record here; look whether the indicator's memory is full"),
        WarningCode(
            "WP105", "scale.alibiDiffers",
            "compare the indicator's own print with the ticket before the vehicle leaves"),
        WarningCode(
            "WP111", "sensors.lost", endsWith: ["sensors.restored"], repeats: true,
            "look at the device's power and cable"),
        WarningCode(
            "WP112", "sensor.silent", endsWith: ["sensor.heard", "sensor.dropped"], repeats: true,
            "look at the device; 'mosquitto_sub' shows whether it still sends"),
        WarningCode(
            "WP121", "broker.lost", endsWith: ["broker.connected"], repeats: true,
            "look whether the broker runs and whether name and password still hold"),
        WarningCode(
            "WP122", "broker.refused", repeats: true,
            "a device sends what its map does not say; 'mosquitto_sub' shows what"),
        WarningCode(
            "WP131", "load.notAnIntake",
            "both weighings stay on record; look whether the vehicle came empty"),
        WarningCode("WP132", "visit.lapsed", "look whether the vehicle left by another way"),
        WarningCode(
            "WP133", "records.refused",
            "the text says why; 'weighpost records show' tells what the entry is by now"),
        WarningCode(
            "WP134", "load.partsUnknown",
            "run 'weighpost verify journal': it names the entry that is damaged"),
    ]

    private static let upstream = [
        WarningCode(
            "WP201", "upstream.away", endsWith: ["upstream.back"], repeats: true,
            "nothing is lost; look at the link when it lasts"),
        WarningCode(
            "WP202", "batch.waits", endsWith: ["batch.proven"], repeats: true,
            "entries are sent and kept; the text says what their proof waits for"),
        WarningCode(
            "WP203", "batch.trouble", endsWith: ["batch.proven"], repeats: true,
            "the manual says what to do by the code; at 17 stop the agent at once"),
        WarningCode(
            "WP211", "trust.over", endsWith: ["trust.anchored", "trust.renewed"], isError: true,
            "get a checkpoint: 'weighpost chain checkpoint'; or 'weighpost chain trust'"),
        WarningCode(
            "WP212", "trust.ending", endsWith: ["trust.anchored", "trust.renewed"],
            "a link to a node renews trust by itself; without one, order a checkpoint"),
        WarningCode(
            "WP213", "trust.contradicted", endsWith: ["trust.anchored"], isError: true,
            "call the operators of both nodes; 'weighpost chain status' shows both sides"),
        WarningCode(
            "WP214", "trust.evidence",
            "hand the evidence on: 'weighpost chain status --evidence FOLDER' saves it"),
        WarningCode(
            "WP215", "trust.refused", repeats: true,
            "the text says why it does not count; ask whoever sent it"),
        WarningCode(
            "WP216", "witness.faulty", repeats: true,
            "proof goes on while enough others agree; call whoever runs that node"),
    ]

    private static let box = [
        WarningCode(
            "WP301", "configuration.refused",
            endsWith: ["configuration.changed", "configuration.unchanged"],
            "mend what the text names, check it with 'weighpost check', and reload again"),
        WarningCode(
            "WP302", "control.refused", endsWith: ["control.listening"],
            "weighing goes on; mend what the text names: it is tried again by itself"),
        WarningCode(
            "WP401", "disk.low", endsWith: ["disk.enough"], repeats: true,
            "make room on the journal's disk before it is full"),
        WarningCode(
            "WP402", "clock.unset", endsWith: ["clock.set"], repeats: true,
            "records say that the clock was not set; give the box a time source"),
        WarningCode(
            "WP403", "loop.stands", endsWith: ["loop.goes"], isError: true, repeats: true,
            "nothing, once; if it comes back, look at the disk and the device it names"),
        WarningCode(
            "WP404", "journal.unreadable", endsWith: ["journal.readable"], isError: true,
            "look at the disk, and keep the journal's files as they are"),
        WarningCode(
            "WP405", "disk.full", endsWith: ["disk.room"], isError: true, repeats: true,
            "make room on the disk, never in the journal; the agent goes on by itself"),
    ]
}
