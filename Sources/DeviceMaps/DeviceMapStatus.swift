import Documents
import Intake

/// Reads the bits of a status word that is `width` bits wide.
struct DeviceMapStatus {
    let width: Int

    func optionalBit(
        _ key: String, in status: inout DocumentMapping
    ) throws(DocumentError) -> StatusBit? {
        guard let mapping = try status.optionalMapping(key, of: key) else { return nil }
        return try bit(mapping)
    }

    func bit(_ mapping: DocumentMapping) throws(DocumentError) -> StatusBit {
        var mapping = mapping
        let bit = try mapping.int("bit", in: 0...Int64(width - 1))
        let when = try mapping.int("when", in: 0...1)
        try mapping.finish()
        return StatusBit(bit: Int(bit), holdsWhen: when == 1)
    }

    func faults(in status: inout DocumentMapping) throws(DocumentError) -> FaultField? {
        guard var field = try status.optionalMapping("faults", of: "faults") else { return nil }
        let place = try field.node("bits").place
        let text = try field.string("bits")
        let ends = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 3, let low = ends[0], ends[1] == nil, let high = ends[2],
            (0..<width).contains(low), (low..<width).contains(high)
        else {
            throw DocumentError(
                place, "bits are written as 13..15, lowest first, within 0..\(width - 1)")
        }
        var faults: [UInt32: ScaleFault] = [:]
        let highest = Int64(1) << Int64(high - low + 1) - 1
        for node in try field.nodes("codes") {
            var code = try DocumentMapping(node, of: "fault code")
            let number = UInt32(try code.int("code", in: 1...highest))
            let fault = try code.choice("fault", Self.faultNames)
            _ = try code.string("means")
            try code.finish()
            guard faults.updateValue(fault, forKey: number) == nil else {
                throw DocumentError(code.place, "code \(number) is named twice")
            }
        }
        try field.finish()
        return FaultField(bits: low...high, faults: faults)
    }

    private static let faultNames: [String: ScaleFault] = [
        "overload": .overload, "underload": .underload, "sensor": .sensor, "system": .system,
        "programming": .programming, "voltage": .voltage,
    ]
}
