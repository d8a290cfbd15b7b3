import Documents

extension PlateFormat {
    /// Frigate's `tracked_object_update` of type `lpr`.
    ///
    /// Built in, for a site's configuration may name it without a file.
    static let frigate: PlateFormat? = {
        guard let type = JSONPointer("/type"), let plate = JSONPointer("/plate"),
            let score = JSONPointer("/score"), let camera = JSONPointer("/camera"),
            let event = JSONPointer("/id"), let stamp = JSONPointer("/timestamp")
        else { return nil }
        let spelling = Spelling(plate: plate, confidence: score)
        return PlateFormat(
            marker: Marker(place: type, word: "lpr"), results: nil, best: spelling,
            candidates: nil, candidate: spelling, scale: .one, camera: .place(camera),
            event: event, clock: PayloadClock(place: stamp, format: .unix, zone: nil), dedupe: [])
    }()

    /// Takes the keys of a format; the caller finishes the mapping.
    init(_ map: inout DocumentMapping, topic: TopicPattern) throws(DocumentError) {
        marker = try Marker(&map)
        results = map.has("results") ? try map.pointer("results") : nil
        best = Spelling(
            plate: try map.pointer("plate"), confidence: try map.pointer("confidence"))
        scale = try map.choice("scale", DeviceMap.namesOf(Scale.self))
        event = try map.pointer("event")
        clock = try map.clock(.json)
        dedupe = try map.pointers("dedupe")
        camera = try Self.camera(&map, topic)
        guard var others = try map.optionalMapping("candidates") else {
            (candidates, candidate) = (nil, best)
            return
        }
        candidates = try others.pointer("list")
        candidate = Spelling(
            plate: try others.pointer("plate"), confidence: try others.pointer("confidence"))
        try others.finish()
    }

    private static func camera(
        _ map: inout DocumentMapping, _ topic: TopicPattern
    ) throws(DocumentError) -> Camera {
        if let level = try map.level("camera_level", of: topic) { return .level(level) }
        return .place(try map.pointer("camera"))
    }
}

extension PlateFormat.Marker {
    /// Nil without the key.
    fileprivate init?(_ map: inout DocumentMapping) throws(DocumentError) {
        guard var marker = try map.optionalMapping("where") else { return nil }
        place = try marker.pointer("member")
        word = try marker.string("is")
        try marker.finish()
    }
}
