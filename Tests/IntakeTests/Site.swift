import TestKit

@testable import Intake

/// A site like many: a bridge of 50 t by 20 kg, one camera, a contract.
enum Site {
    static let boot = [UInt8](repeating: 7, count: 16)

    /// Class III, e = d = 20 kg, Min = 20 e, Max = 50 t.
    static let interval: ScaleInterval = {
        let e = Mass.kilograms(20)
        guard
            let interval = ScaleInterval(
                e: e, d: e, max: .kilograms(50_000), min: .kilograms(400))
        else { preconditionFailure("a bridge of 50 t by 20 kg is possible") }
        return interval
    }()

    static func plate(_ text: String) -> Plate {
        guard let plate = Plate(text) else { preconditionFailure("\(text) is no plate") }
        return plate
    }

    static func wall(_ seconds: Int64, _ clock: ClockState = .synchronised) -> WallTime {
        WallTime(seconds: seconds, nanoseconds: 0, clock: clock)
    }

    /// Milliseconds after this boot's first minute.
    static func time(_ milliseconds: Int64) -> MonotonicTime {
        MonotonicTime(nanoseconds: 60_000_000_000).advanced(milliseconds: milliseconds)
    }

    static func read(
        _ text: String, at milliseconds: Int64, confidence: Int = 950, event: String = "e1"
    ) -> PlateRead {
        PlateRead(
            plate: plate(text), confidencePermille: confidence, camera: "approach",
            eventID: event, wall: wall(1_000 + milliseconds / 1000), monotonic: time(milliseconds))
    }

    /// A pass at so many seconds of the day, as strict and as seen as can be.
    static func pass(
        _ kilograms: Int64, at seconds: Int64 = 1_000, clock: ClockState = .synchronised,
        monotonic: Int64? = nil, boot: [UInt8] = Site.boot, exponent: Int = 0,
        isStable: Bool = true, quality: StabilityQuality = .strict, rampSeen: Bool = true
    ) -> Pass {
        let time = time(monotonic ?? seconds * 1000)
        return Pass(
            shown: ShownWeight(digits: kilograms, exponent: exponent, unit: .kilogram),
            statusWord: 2, registers: [0, 1], wall: wall(seconds, clock), monotonic: time,
            bootID: boot,
            stability: StabilityEvidence(
                windowMilliseconds: 2000, rangeGrams: 0, indicatorStable: isStable, samples: 21,
                quality: quality),
            curve: WeighCurve(
                start: time, intervalMilliseconds: 100, unitGrams: 20_000, samples: [21, 700]),
            rampSeen: rampSeen, zeroOffset: .zero)
    }

    static func radiation(
        _ mantissa: Int64, exponent: Int = 0, unit: String = "cps",
        _ quality: SensorQuality = .good
    ) -> SensorReading {
        SensorReading(
            name: "portal", kind: .radiation, mantissa: mantissa, exponent: exponent, unit: unit,
            time: 995, quality: quality)
    }

    static func visit(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 16) }

    static let contract = VehicleContract(
        plate: plate("B WH 4711"),
        code: WasteCode(scheme: "EWC", listVersion: "2014/955/EU", code: "20 03 01"),
        source: WasteSource(kind: .household, area: "DE-BY-09162"),
        parties: Parties(producer: "City", carrier: "Haulage", contract: "HH-14"),
        destination: "line-1", purpose: "R12",
        grades: [QualityGrade(kind: "contamination", grade: "B")],
        documents: [[UInt8](repeating: 9, count: 32)])
}
