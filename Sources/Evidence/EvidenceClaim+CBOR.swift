import Intake
import Wire

extension EvidenceClaim {
    var cbor: CBOR {
        var pairs: [(CBOR, CBOR)] = [
            (1, scale.cbor), (2, .digest(deviceMap)), (3, .text(software)), (4, .bytes(bootID)),
            (5, .int(tareKind.rawValue)), (6, .array(passes.map(\.cbor))),
            (10, .array(sensors.map(\.cbor))),
        ]
        if let ticket {
            pairs += [
                (7, ticket.gross.cbor), (8, ticket.tare.cbor), (9, ticket.net.cbor),
            ]
        }
        if let plateSource { pairs.append((11, plateSource.cbor)) }
        if let protections { pairs.append((12, protections.cbor)) }
        return .dictionary(pairs)
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "evidence")
        let scale = try Scale(try map.required(1, "scale"))
        let deviceMap = try map.digest(2, "device map digest")
        let software = try map.text(3, "software version")
        let bootID = try map.bytes(4, "boot id")
        guard let tareKind = TareKind(rawValue: try map.int(5, "tare kind")) else {
            throw .invalid("a tare of unknown kind")
        }
        var passes: [Pass] = []
        for item in try map.array(6, "passes") { passes.append(try Pass(item)) }
        guard !passes.isEmpty else { throw .invalid("evidence without a pass") }
        let ticket = try Ticket(&map)
        var sensors: [SensorReading] = []
        for item in try map.array(10, "sensors") { sensors.append(try SensorReading(item)) }
        let source = try map.optional(11).map { item throws(CBORError) in
            try PlateSource(item)
        }
        let protections = try map.optional(12).map { item throws(CBORError) in
            try ScaleProtections(item)
        }
        try map.finish()
        self.init(
            scale: scale, deviceMap: deviceMap, software: software, bootID: bootID,
            passes: passes, ticket: ticket, sensors: sensors, plateSource: source,
            tareKind: tareKind, protections: protections)
    }
}

extension EvidenceClaim.Scale {
    fileprivate var cbor: CBOR {
        .dictionary([
            1: .text(id), 2: .text(model), 3: .text(serial), 4: .int(interval.e.grams),
            5: .int(interval.d.grams), 6: .int(interval.max.grams), 7: .int(interval.min.grams),
        ])
    }

    fileprivate init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "scale")
        let id = try map.text(1, "id")
        let model = try map.text(2, "model")
        let serial = try map.text(3, "serial number")
        let interval = ScaleInterval(
            e: .grams(try map.int(4, "e")), d: .grams(try map.int(5, "d")),
            max: .grams(try map.int(6, "Max")), min: .grams(try map.int(7, "Min")))
        try map.finish()
        guard let interval else { throw .invalid("a type plate that contradicts itself") }
        self.init(id: id, model: model, serial: serial, interval: interval)
    }
}

extension EvidenceClaim.Ticket {
    /// The three weights together, or none of them.
    fileprivate init?(_ map: inout CBORMapReader) throws(CBORError) {
        guard let gross = map.optional(7) else { return nil }
        self.init(
            gross: try ShownWeight(gross), tare: try ShownWeight(try map.required(8, "tare")),
            net: try ShownWeight(try map.required(9, "net")))
    }
}

extension ScaleProtections {
    fileprivate var cbor: CBOR {
        .array([.bool(checksum), .bool(stability), .bool(grossNetFlag), .bool(unit)])
    }

    fileprivate init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 4, let checksum = parts[0].boolValue,
            let stability = parts[1].boolValue, let flag = parts[2].boolValue,
            let unit = parts[3].boolValue
        else { throw .wrongType("protections: [checksum, stability, gross or net, unit]") }
        self.init(checksum: checksum, stability: stability, grossNetFlag: flag, unit: unit)
    }
}

extension EvidenceClaim.PlateSource {
    fileprivate var cbor: CBOR {
        .array([.int(Int64(confidencePermille)), .text(camera), .text(eventID)])
    }

    fileprivate init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 3, let confidence = parts[0].int,
            (0...1000).contains(confidence), let camera = parts[1].textValue,
            let event = parts[2].textValue
        else { throw .wrongType("plate source: [confidence, camera, event]") }
        self.init(confidencePermille: Int(confidence), camera: camera, eventID: event)
    }
}
