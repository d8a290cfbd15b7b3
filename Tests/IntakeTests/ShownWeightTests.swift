import TestKit
import Testing

@testable import Intake

@Suite("What a display shows, in grams")
struct ShownWeightTests {
    @Test(
        "every unit has its grams",
        arguments: [
            (24_860, 0, MassUnit.kilogram, 24_860_000), (2486, 1, .kilogram, 24_860_000),
            (2486, -2, .tonne, 24_860_000), (24_860_000, 0, .gram, 24_860_000),
            (-20, 0, .kilogram, -20_000), (0, 0, .pound, 0), (1, 0, .pound, 454),
            (100_000, 0, .pound, 45_359_237),
        ] as [(Int64, Int, MassUnit, Int64)])
    func units(digits: Int64, exponent: Int, unit: MassUnit, grams: Int64) {
        let shown = ShownWeight(digits: digits, exponent: exponent, unit: unit)
        #expect(shown.mass == .grams(grams))
    }

    @Test(
        "half a gram goes to the even one",
        arguments: [
            (5, 0), (15, 2), (25, 2), (35, 4), (-5, 0), (-15, -2), (-25, -2), (14, 1), (16, 2),
            (-14, -1), (-16, -2),
        ] as [(Int64, Int64)])
    func halfEven(tenths: Int64, grams: Int64) {
        #expect(ShownWeight(digits: tenths, exponent: -1, unit: .gram).mass == .grams(grams))
        #expect(ShownWeight(digits: tenths, exponent: -4, unit: .kilogram).mass == .grams(grams))
    }

    @Test("any display is rounded to its nearest gram, and from the middle to the even one")
    func nearest() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5_000 {
            let shown = ShownWeight(
                digits: .random(in: -10_000_000...10_000_000, using: &random),
                exponent: .random(in: -6...2, using: &random),
                unit: MassUnit.allCases.randomElement(using: &random) ?? .gram)
            guard let grams = shown.mass?.grams else {
                Issue.record("\(shown) is within any scale")
                continue
            }
            var (numerator, denominator) = (
                Int128(shown.unit.grams.numerator), Int128(shown.unit.grams.denominator)
            )
            for _ in 0..<abs(shown.exponent) {
                if shown.exponent > 0 { numerator *= 10 } else { denominator *= 10 }
            }
            let off = Int128(grams) * denominator - Int128(shown.digits) * numerator
            #expect(abs(2 * off) <= denominator, "\(shown)")
            #expect(abs(2 * off) < denominator || grams.isMultiple(of: 2), "\(shown)")
        }
    }

    @Test(
        "a display beyond any scale has no weight",
        arguments: [
            (Int64.max, 0, MassUnit.gram), (.min, 0, .gram), (.max, 6, .tonne), (.min, 6, .pound),
            (1_000_000_000_000_001, 0, .gram),
        ])
    func beyond(digits: Int64, exponent: Int, unit: MassUnit) {
        #expect(ShownWeight(digits: digits, exponent: exponent, unit: unit).mass == nil)
    }

    @Test(
        "a weight is written as the display writes it",
        arguments: [
            (24_860, 0, MassUnit.kilogram, "24860 kg"), (2486, 1, .kilogram, "24860 kg"),
            (2486, -2, .tonne, "24.86 t"), (-5, -2, .tonne, "-0.05 t"), (0, 2, .gram, "0 g"),
        ] as [(Int64, Int, MassUnit, String)])
    func text(digits: Int64, exponent: Int, unit: MassUnit, text: String) {
        #expect(ShownWeight(digits: digits, exponent: exponent, unit: unit).description == text)
    }

    @Test(
        "a mass is written in kilograms",
        arguments: [
            (24_860_000, "24860 kg"), (500, "0.5 kg"), (-1_025, "-1.025 kg"), (0, "0 kg"),
            (.min, "-9223372036854775.808 kg"),
        ] as [(Int64, String)])
    func kilograms(grams: Int64, text: String) {
        #expect(Mass.grams(grams).description == text)
    }

    @Test("a type plate with an empty range or no interval is none")
    func typePlate() {
        let twenty = Mass.kilograms(20)
        #expect(ScaleInterval(e: .zero, d: twenty, max: twenty * 100, min: .zero) == nil)
        #expect(ScaleInterval(e: twenty, d: twenty * 2, max: twenty * 100, min: .zero) == nil)
        #expect(ScaleInterval(e: twenty, d: twenty, max: twenty, min: twenty) == nil)
        #expect(ScaleInterval(e: twenty, d: twenty, max: twenty * 100, min: twenty) != nil)
    }
}
