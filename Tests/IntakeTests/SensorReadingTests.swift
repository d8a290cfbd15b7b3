import TestKit
import Testing

@testable import Intake

@Suite("Sensor values and how far they can be used")
struct SensorReadingTests {
    @Test(
        "a value ages, and only a good one",
        arguments: [
            (SensorQuality.good, 1000, ClockState.synchronised, SensorQuality.good),
            (.good, 1030, .synchronised, .good), (.good, 1031, .synchronised, .stale),
            (.good, 940, .holdover, .good), (.good, 939, .synchronised, .unsynchronised),
            (.good, 1000, .unset, .unsynchronised), (.missing, 2000, .synchronised, .missing),
            (.outOfRange, 2000, .synchronised, .outOfRange), (.good, .max, .synchronised, .stale),
            (.good, .min, .synchronised, .unsynchronised),
        ] as [(SensorQuality, Int64, ClockState, SensorQuality)])
    func ageing(quality: SensorQuality, now: Int64, clock: ClockState, then: SensorQuality) {
        let value = SensorReading(
            name: "a", kind: .moisture, mantissa: 125, exponent: -1, unit: "%", time: 1000,
            quality: quality)
        let aged = value.at(Site.wall(now, clock), maxAge: 30)
        #expect(aged.quality == then)
        #expect((aged.mantissa, aged.exponent, aged.time) == (125, -1, 1000))
    }

    @Test(
        "a limit is passed by the smallest step above it",
        arguments: [
            (100, 0, 100, false), (101, 0, 100, true), (1000, -1, 100, false),
            (1001, -1, 100, true), (1, 2, 100, false), (1, 2, 99, true), (-1, 5, 0, false),
            (.max, 18, .max, true), (.min, 18, .min, false), (1, -40, 0, true), (0, 40, 0, false),
            (1, 40, .max, true), (.max, -40, 1, false), (-1, -40, -1, true), (1, .min, 0, true),
        ] as [(Int64, Int, Int64, Bool)])
    func limits(mantissa: Int64, exponent: Int, limit: Int64, exceeds: Bool) {
        #expect(Site.radiation(mantissa, exponent: exponent).exceeds(limit) == exceeds)
    }

    @Test(
        "a value is written with its unit",
        arguments: [
            (362, -1, "36.2 cps"), (5, -2, "0.05 cps"), (-5, -1, "-0.5 cps"), (40, 0, "40 cps"),
            (4, 1, "4e1 cps"), (.min, -18, "-9.223372036854775808 cps"),
        ] as [(Int64, Int, String)])
    func text(mantissa: Int64, exponent: Int, text: String) {
        #expect(Site.radiation(mantissa, exponent: exponent).valueText == text)
    }
}
