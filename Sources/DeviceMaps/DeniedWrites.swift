/// What no map may tell a device to do, whoever wrote the map.
///
/// Calibration, restarts, keypads, erasures: registers and codes that makers' manuals name and that a
/// legal weighing must never see. A shipped map forbids its own as well; this holds for maps that are
/// written on site.
enum DeniedWrites {
    private struct Rule {
        let maker: String
        let registers: ClosedRange<Int>
        /// Nil denies every number.
        var codes: [ClosedRange<Int64>]?
        let reason: String
    }

    private static let rules: [Rule] = [
        Rule(maker: "flintec", registers: 9...9, reason: "calibration and set-up"),
        Rule(maker: "flintec", registers: 13...65_535, reason: "calibration and set-up"),
        Rule(maker: "pt ltd", registers: 9...65_535, reason: "calibration and set-up"),
        Rule(maker: "baykon", registers: 9...65_535, reason: "calibration and set-up"),
        Rule(
            maker: "mettler", registers: 1024...1040,
            codes: [1...3, 13...15, 40...48, 68...75, 88...124, 131...131, 160...65_535],
            reason: "the stored rotation, the display, the keypad"),
        Rule(
            maker: "mettler", registers: 990...990, reason: "the byte order of every other reader"),
        Rule(maker: "mettler", registers: 997...997, reason: "a restart of the terminal"),
        Rule(
            maker: "siemens", registers: 0...3999,
            codes: [61...64, 82...82, 405...405, 440...440], reason: "calibration or erasure"),
        Rule(maker: "siemens", registers: 4000...65_535, reason: "parameters"),
        Rule(maker: "dingsong", registers: 0...65_535, reason: "a register that presses keys"),
        Rule(
            maker: "hbk", registers: 0...0, codes: [0x80...0x1FF], reason: "zero or nominal load"),
        Rule(maker: "hbk", registers: 46...51, reason: "calibration"),
        Rule(
            maker: "pavone", registers: 0...65_535,
            codes: [0x10...0x11, 0x20...0x20, 0x7FFF...0x7FFF], reason: "calibration"),
        Rule(
            maker: "rice lake", registers: 0...65_535, codes: [254...254], reason: "a reset"),
        Rule(
            maker: "dini", registers: 0...0, codes: [0x22...0x22], reason: "a restart"),
    ]

    /// Why it may not be written; nil where nothing speaks against it.
    static func reason(maker: String, _ span: RegisterSpan, _ number: Int64) -> String? {
        guard span.table == .holding else { return nil }
        let maker = maker.lowercased()
        return rules.first { rule in
            maker.contains(rule.maker) && rule.registers.overlaps(span.addresses)
                && rule.codes?.contains { $0.contains(number) } ?? true
        }?.reason
    }
}
