package import Intake

extension DeviceMap {
    /// What the device's own memory kept, out of the answers to `alibi.requests`.
    ///
    /// Its weight is read in the decimals and the unit of the weighing it belongs to; nil where the
    /// registers hold no number.
    package func alibiRecord(
        in answers: [RegisterAnswer], like shown: ShownWeight
    ) -> AlibiRecord? {
        guard let alibi, let number = alibi.number.content(in: answers)?.wholeNumber else {
            return nil
        }
        guard let value = alibi.weight else { return AlibiRecord(number: number, weight: nil) }
        let digits: Int64?
        switch value.content(in: answers) {
        case .whole(let counts)?: digits = counts
        // A weight that no display shows is none that can be compared.
        case .real(let real)?: digits = try? self.digits(of: real, shown.exponent)
        case .senseless?, .text?, nil: digits = nil
        }
        return digits.map {
            AlibiRecord(
                number: number,
                weight: ShownWeight(digits: $0, exponent: shown.exponent, unit: shown.unit))
        }
    }
}
