/// The limits a site sets for its rules.
package struct RuleLimits: Hashable, Sendable {
    /// The lightest gross that counts; Min of the scale.
    package var minimumGross: Mass
    /// The heaviest weight that counts; Max of the scale.
    package var maximumGross: Mass
    /// The codes that the site's permit lists, in any spelling.
    package var permittedCodes: [String]
    /// Seconds within which the same plate with the same net is a duplicate.
    package var duplicateWindow: Int64 = 600
    /// Counts per second above which a load is held; nil where no portal stands.
    package var radiationLimit: Int64?
    /// The unit of that limit; a sensor in another unit cannot be compared with it.
    package var radiationUnit = "cps"
    /// Whether a load without a usable radiation reading is held, and not only flagged.
    package var radiationRequired = false
    /// Seconds: no record of an older weighing is formed.
    package var oldest: Int64 = 366 * 86_400
    /// Seconds by which a weighing may lie in the future: time sources step clocks back a little.
    package var clockTolerance: Int64 = 2

    /// Limits of a scale and a permit, and the house's own for the rest.
    package init(interval: ScaleInterval, permittedCodes: [String]) {
        (minimumGross, maximumGross) = (interval.min, interval.max)
        self.permittedCodes = permittedCodes
    }

    /// Limits of a common weighbridge (Min 400 kg, Max 60 t) and of a site without a permit.
    package init() {
        (minimumGross, maximumGross) = (.kilograms(400), .kilograms(60_000))
        permittedCodes = []
    }

    /// Whether the permit lists a code.
    package func permits(_ code: WasteCode) -> Bool {
        permittedCodes.contains { WasteCode.spelled($0) == code.code }
    }

    /// The rules and every limit in one text, the same on every machine; hashed, so never change
    /// it without the version in its first line.
    var canonicalText: String {
        let codes = Set(permittedCodes.map(WasteCode.spelled)).sorted().joined(separator: ",")
        let radiation = radiationLimit.map { String($0) } ?? "none"
        return """
            weighpost rules 1
            rules=\(RuleID.allCases.map(\.name).joined(separator: ","))
            minimum-gross-g=\(minimumGross.grams)
            maximum-gross-g=\(maximumGross.grams)
            permitted=\(codes)
            duplicate-window-s=\(duplicateWindow)
            radiation-limit=\(radiation)
            radiation-unit=\(radiationUnit)
            radiation-required=\(radiationRequired)
            oldest-s=\(oldest)
            clock-tolerance-s=\(clockTolerance)

            """
    }
}
