import Intake
import Testing
import Wire

@testable import Evidence

@Suite("Contents in another spelling")
struct BodyStrictnessTests {
    /// What is put under a key of a good intake, and is refused there; nil leaves the key out.
    static let intakes: [(Int64, CBOR?)] = [
        (1, .bytes([1, 2, 3])), (1, nil), (2, .bytes([1])), (3, "20 03 01"), (3, nil),
        (3, .array(["LoW", "2025/934"])), (3, .array(["LoW", "2025/934", "20 03 01"])),
        (4, "13760"), (4, .negative(.max)), (5, .array([9, "DE"])), (5, .array([-1, "DE"])),
        (5, .array([2])), (6, nil), (6, .null), (7, 1), (8, .array([.array(["x"])])), (8, nil),
        (9, .array([])), (9, .array([0, .digest(.zero)])),
        (9, .array([5, .digest(.zero), .array([])])),
        (9, .array([0, .digest(.zero), .array([.array([1])])])),
        (9, .array([0, .digest(.zero), .array([.array([1, 7])])])),
        (10, .array([.bytes([1])])), (10, nil), (11, "more"), (0, 0),
    ]

    @Test("an intake with a wrong, a missing or an unknown part is refused", arguments: intakes)
    func intake(key: Int64, value: CBOR?) throws {
        let error = try Self.complaint(.intake(Yard.intake()), key, value)
        #expect(error != nil)
    }

    static let events: [(Int64, CBOR?)] = [
        (1, nil), (1, 0), (1, 11), (1, 257), (1, -1), (2, 3), (3, "20"), (4, .bytes([1])),
        (5, .bytes([1])), (6, 1),
    ]

    @Test("an event with a wrong, a missing or an unknown part is refused", arguments: events)
    func event(key: Int64, value: CBOR?) throws {
        let body = EventBody(
            code: .zero, subject: "scale", value: 20, text: "rain", digest: Yard.digest("x"))
        #expect(try Self.complaint(.event(body), key, value) != nil)
    }

    static let closings: [(Int64, CBOR?)] = [
        (1, "2026-13-01"), (1, "2026-00-10"), (1, "2026-11-32"), (1, "2026-11-00"),
        (1, "24.11.2026"), (1, "2026-11-2"), (1, "2026-1-024"), (1, "+026-11-24"),
        (1, "2026-11-24 "), (1, "2026-11-24-1"), (1, "٢٠٢٦-11-24"), (1, ""), (1, 20_261_124),
        (2, -1), (2, nil), (3, "1"), (4, 1),
    ]

    @Test("a closing with a wrong, a missing or an unknown part is refused", arguments: closings)
    func closing(key: Int64, value: CBOR?) throws {
        let body = ClosingBody(day: "2026-11-24", entries: 3, net: -20)
        #expect(try Self.complaint(.closing(body), key, value) != nil)
    }

    static let weighIns: [(Int64, CBOR?)] = [
        (1, nil), (1, .bytes([UInt8](repeating: 1, count: 15))),
        (1, .bytes([UInt8](repeating: 1, count: 17))), (2, 1), (22, "BAB1234"),
    ]

    @Test("a weigh-in tells the visit and nothing else", arguments: weighIns)
    func weighIn(key: Int64, value: CBOR?) throws {
        #expect(try Self.complaint(.weighIn(WeighInBody(visit: Yard.visit)), key, value) != nil)
    }

    /// Why an entry with this change to its content is refused; nil when it is not.
    static func complaint(_ body: EntryBody, _ key: Int64, _ value: CBOR?) throws -> String? {
        var forge = try EntryForge(body)
        _ = try JournalEntry(decoding: try forge.bytes())
        var pairs = (body.cbor.mapValue ?? []).filter { $0.key != .int(key) }
        if let value { pairs.append(CBORPair(.int(key), value)) }
        forge.payload[7] = .map(pairs)
        do {
            _ = try JournalEntry(decoding: try forge.bytes())
            return nil
        } catch let error as EntryError {
            return error.message
        }
    }
}
