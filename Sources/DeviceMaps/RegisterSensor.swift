package import Intake

/// One measured value of a device with registers, and what it means.
package struct RegisterSensor: Sendable, Hashable {
    /// Its name in every record.
    package let name: String
    /// Where it stands.
    package let value: DeviceMap.Value
    package let kind: SensorKind
    /// The unit after `scale` and `offset`.
    package let unit: String
    /// What one count is worth.
    package let scale: ExactDecimal
    /// What is added after that.
    package let offset: ExactDecimal
    /// Counts that are no value but a message of the device: its sensor is broken or missing.
    package let invalid: Set<Int64>
    /// All of them must hold.
    let valid: [StatusBit]
    /// The values that those bits, and the one of the sign, are in.
    let companions: [DeviceMap.Value]
    package let limits: SensorLimits
    /// SHA-256 of the map it is of.
    let map: [UInt8]

    /// The same sensor under a site's name and with a site's patience.
    package func named(_ name: String, maxAgeSeconds: Int64?) -> RegisterSensor {
        RegisterSensor(
            name: name, value: value, kind: kind, unit: unit, scale: scale, offset: offset,
            invalid: invalid, valid: valid,
            companions: companions,
            limits: SensorLimits(
                maxAgeSeconds: maxAgeSeconds ?? limits.maxAgeSeconds, least: limits.least,
                greatest: limits.greatest), map: map)
    }

    /// The values of the map that it takes something from.
    var sources: [DeviceMap.Value] { [value] + companions }

    /// What the device says now.
    ///
    /// A value that is in none of the answers is missing, one that the device itself calls broken
    /// is invalid; never a zero that looks measured.
    package func reading(in answers: [RegisterAnswer], wall: WallTime) -> SensorReading {
        guard let content = value.content(in: answers) else { return blank(.missing, wall) }
        let words = words(in: answers)
        guard valid.allSatisfy({ $0.holds(in: words) == true }),
            let number = number(content, words)
        else { return blank(.invalid, wall) }
        return SensorReading(
            name: name, kind: kind, mantissa: number.mantissa, exponent: number.exponent,
            unit: unit, time: wall.seconds,
            quality: limits.admit(number) ? .good : .outOfRange, map: map)
    }

    /// A reading without a value.
    func blank(_ quality: SensorQuality, _ wall: WallTime) -> SensorReading {
        SensorReading(
            name: name, kind: kind, mantissa: 0, exponent: 0, unit: unit, time: wall.seconds,
            quality: quality, map: map)
    }

    private func words(in answers: [RegisterAnswer]) -> StatusWords {
        var words: StatusWords = [:]
        for value in companions {
            words[value.name] = value.content(in: answers)?.wholeNumber
                .map { UInt64(bitPattern: $0) }
        }
        return words
    }

    private func number(_ content: RegisterValue, _ words: StatusWords) -> ExactDecimal? {
        let counts: ExactDecimal?
        switch content {
        case .whole(let whole):
            let isMessage = invalid.contains(whole) || value.sentinels[whole] != nil
            let isNegative = value.negative?.holds(in: words) == true
            counts =
                isMessage ? nil : ExactDecimal(mantissa: isNegative ? -whole : whole, exponent: 0)
        case .real(let real):
            // What was meant by the single-precision number nearest to 23.1 is 23.1.
            counts =
                value.codec.type == .float32
                ? ExactDecimal(shortest: Float(real)) : ExactDecimal(shortest: real)
        case .senseless, .text: counts = nil
        }
        return counts?.multiplied(by: scale)?.adding(offset)
    }
}

extension SensorLimits {
    /// Whether a number lies within them.
    func admit(_ number: ExactDecimal) -> Bool {
        if let least, number.isLess(than: least) { return false }
        if let greatest, greatest.isLess(than: number) { return false }
        return true
    }
}
