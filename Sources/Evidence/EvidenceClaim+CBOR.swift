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
        if !sensorMaps.isEmpty { pairs.append((13, .array(sensorMaps))) }
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
        try Self.takeSensorMaps(map.optional(13), &sensors)
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

// MARK: - The maps of sensors

extension EvidenceClaim {
    /// `[digest, [place of a sensor …]]` of every map that sensors were read by, each once.
    private var sensorMaps: [CBOR] {
        var places: [(map: [UInt8], sensors: [CBOR])] = []
        for (place, sensor) in sensors.enumerated() {
            guard let map = sensor.map else { continue }
            if let known = places.firstIndex(where: { $0.map == map }) {
                places[known].sensors.append(.int(Int64(place)))
            } else {
                places.append((map, [.int(Int64(place))]))
            }
        }
        return places.map { .array([.bytes($0.map), .array($0.sensors)]) }
    }

    private static func takeSensorMaps(
        _ value: CBOR?, _ sensors: inout [SensorReading]
    ) throws(CBORError) {
        guard let value else { return }
        guard let items = value.arrayValue else { throw .wrongType("maps of sensors: a list") }
        for item in items {
            guard let parts = item.arrayValue, parts.count == 2, let map = parts[0].bytesValue,
                map.count == 32, let places = parts[1].arrayValue, !places.isEmpty
            else { throw .wrongType("maps of sensors: [digest, [place …]]") }
            for place in places {
                guard let place = place.int, sensors.indices.contains(Int(clamping: place)),
                    sensors[Int(place)].map == nil
                else { throw .invalid("a map of a sensor that is not there, or has one") }
                sensors[Int(place)] = sensors[Int(place)].by(map)
            }
        }
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
