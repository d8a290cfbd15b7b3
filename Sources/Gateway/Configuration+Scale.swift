import DeviceMaps
import Documents
import Intake

extension Configuration.Scale {
    /// What the type plate says; the caller finishes the mapping.
    init(
        _ device: inout DocumentMapping, id: String, map: ScaleMap, keepsAlibi: Bool, place: String
    ) throws(DocumentError) {
        (self.id, self.map, self.place) = (id, map, place)
        self.keepsAlibi = keepsAlibi
        model = try device.string("model")
        serial = try device.string("serial")
        interval = try Self.interval(in: &device)
    }

    private static func interval(
        in scale: inout DocumentMapping
    ) throws(DocumentError) -> ScaleInterval {
        let interval = ScaleInterval(
            e: try mass("verification_interval", in: &scale),
            d: try mass("scale_interval", in: &scale),
            max: try mass("max", in: &scale), min: try mass("min", in: &scale))
        guard let interval else {
            throw scale.error(
                "the type plate contradicts itself: intervals are above 0, scale_interval is at "
                    + "most verification_interval, and min is below max")
        }
        return interval
    }

    /// Kilograms with decimals, as on a type plate.
    private static func mass(
        _ key: String, in scale: inout DocumentMapping
    ) throws(DocumentError) -> Mass {
        let place = try scale.node(key).place
        let decimal = try scale.decimal(key)
        guard ShownWeight.exponents.contains(decimal.exponent),
            let mass = ShownWeight(
                digits: decimal.mantissa, exponent: decimal.exponent, unit: .kilogram
            ).mass
        else { throw DocumentError(place, "'\(key)' is not a mass in kilograms") }
        return mass
    }
}

extension ScaleSettings {
    /// What the site has to say because the device does not; the caller finishes the mapping.
    init(_ device: inout DocumentMapping, _ map: ScaleMap) throws(DocumentError) {
        let units = Dictionary(uniqueKeysWithValues: MassUnit.allCases.map { ($0.symbol, $0) })
        let exponent =
            map.needsExponent
            ? try device.int("exponent")
            : try device.optionalInt("exponent")
        let unit =
            map.needsUnit
            ? try device.choice("unit", units) : try device.optionalChoice("unit", units)
        self.init(exponent: exponent.map { Int($0) }, unit: unit)
    }
}
