import Foundation

/// What the site's devices put on the broker.
enum SitePayloads {
    /// Frigate's `tracked_object_update` for a plate.
    static func plate(_ sighting: PlateSighting, now: Date) -> [UInt8] {
        encode(
            Plate(
                type: "lpr", id: sighting.eventID, name: nil, plate: sighting.text,
                score: decimal(sighting.score, -3), camera: "approach", timestamp: unix(now)))
    }

    static func moisture(_ sample: SensorSample, now: Date) -> [UInt8] {
        encode(Moisture(moisture: decimal(sample.moisture, -1), time: unix(now)))
    }

    static func radiation(_ sample: SensorSample, now: Date) -> [UInt8] {
        encode(Radiation(cps: decimal(sample.radiation, -1), time: unix(now)))
    }

    private struct Plate: Encodable {
        let type, id: String
        let name: String?
        let plate: String
        let score: Decimal
        let camera: String
        let timestamp: Decimal
    }

    private struct Moisture: Encodable {
        let moisture, time: Decimal
    }

    private struct Radiation: Encodable {
        let cps, time: Decimal
    }

    private static func decimal(_ digits: Int, _ exponent: Int) -> Decimal {
        Decimal(
            sign: digits < 0 ? .minus : .plus, exponent: exponent,
            significand: Decimal(digits.magnitude))
    }

    private static func unix(_ now: Date) -> Decimal {
        decimal(Int((now.timeIntervalSince1970 * 1_000).rounded(.down)), -3)
    }

    private static func encode(_ payload: some Encodable) -> [UInt8] {
        do {
            return [UInt8](try JSONEncoder().encode(payload))
        } catch {
            preconditionFailure("texts and decimals always encode: \(error)")
        }
    }
}
