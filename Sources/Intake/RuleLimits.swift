/// The limits a site sets for its rules.
package struct RuleLimits: Hashable, Sendable {
    /// The lightest load that counts; Min of the scale.
    package var minimumGross: Mass
    /// The heaviest load the scale weighs.
    package var maximumGross: Mass
    /// The codes that the site's permit lists.
    package var permittedCodes: [String]
    /// Seconds within which the same plate with the same net is a duplicate.
    package var duplicateWindow: Int64 = 600
    /// Counts per second above which a load is held; nil where no portal stands.
    package var radiationLimit: Int64?
    /// Whether a load without a fresh radiation reading is held.
    package var radiationRequired = false
    /// Seconds: no record of an older weighing is formed.
    package var oldest: Int64 = 366 * 86_400

    package init(interval: ScaleInterval, permittedCodes: [String]) {
        minimumGross = interval.min
        maximumGross = interval.max
        self.permittedCodes = permittedCodes.map(WasteCode.spelled)
    }

    /// Every limit in one text, the same on every machine.
    var canonicalText: String {
        let radiation = radiationLimit.map { String($0) } ?? "none"
        return """
            weighpost rules 1
            minimum gross \(minimumGross.grams) g
            maximum gross \(maximumGross.grams) g
            permitted \(permittedCodes.sorted().joined(separator: ", "))
            duplicate window \(duplicateWindow) s
            radiation limit \(radiation) cps, required \(radiationRequired)
            oldest \(oldest) s
            rules \(RuleID.allCases.map(\.name).joined(separator: " "))

            """
    }
}
