package import Documents

extension DocumentShape {
    /// The map of what a kind of device puts on a broker.
    package static let payloadMap = DocumentShape(
        "payload map", "What one kind of device puts on a broker.",
        [
            .must("payload_map", .whole(1...1), "The version of this vocabulary."),
            .must(
                "version", .whole(1...1_000_000),
                "Counts up with every change that changes what is read."),
            .must("maker", .text, "Who makes the device or the software."),
            .must("model", .text, "The kind of device."),
            .must("source", .text, "Where the facts come from."),
            .may("plates", .mapping(.payloadPlates), "The plates a camera reads."),
        ] + sensorSource + [
            .may("sensors", .list(.mapping(.payloadSensor)), "The values of its messages.")
        ])

    /// What a site takes from a broker.
    package static let brokerMap = DocumentShape(
        "broker map", "What is taken from a broker, and from which topics.",
        [
            .may("plates", .mapping(.sitePlates), "The plates that cameras read."),
            .may("sensors", .list(.mapping(.siteSensor)), "Values of sensors."),
        ])

    static let payloadSensor = DocumentShape(
        "sensor", "One value of a message and what it means.", sensorMeaning)

    static let siteSensor = DocumentShape(
        "sensor", "A value spelled out, or a payload map and what the site says to it.",
        [.may("map", .text, "The payload map, whose values are taken.")]
            + sensorMeaning.map {
                .may($0.name, $0.content, $0.about, usual: $0.usual, unit: $0.unit)
            }
            // A map may say otherwise than what holds without one.
            + sensorSource.map { .may($0.name, $0.content, $0.words) } + [
                .may("values", .list(.text), "Which values of the map; default: all.")
            ])

    private static let sensorMeaning: [DocumentKey] = [
        .must("name", .text, "Its name in every record."),
        .must("kind", .sensorKind, "What it measures."),
        .must("unit", .text, "Its unit; a payload that names another is marked invalid."),
        .must("max_age", .whole(1...86_400), "When a value is stale.", unit: "s"),
        .may("min", .decimal, "Values below are marked, never dropped."),
        .may("max", .decimal, "Values above are marked, never dropped."),
        .may("words", .mapping(.sensorWords), "What words mean; others are marked invalid."),
        .may("value", .pointer, "JSON: the pointer to the value."),
        .may("record", .text, "SenML: the record's full name."),
        .may(
            "edge_device", .text, "Sparkplug: the device behind the node; default: the node itself."
        ),
        .may("metric", .text, "Sparkplug: the metric's name."),
    ]

    private static let sensorSource: [DocumentKey] = [
        .may("payload", .word(of: PayloadCodec.self), "How messages are written.", usual: "json"),
        .may("topic", .text, "The topic; + is any level, # the rest."),
        .may("device", .whole(1...128), "The open level of the topic that names the device."),
        .may("group", .text, "Sparkplug: the group."),
        .may("node", .text, "Sparkplug: the edge node."),
        .may("time", .pointer, "JSON: the pointer to the sensor's own time."),
        .may(
            "time_format", .word(of: PayloadClock.Format.self), "How that is written.",
            usual: "unix"
        ),
        .may("zone", .text, "The zone of times that name none: Z or +08:00."),
        .may(
            "retained", .word(of: SensorSource.Retained.self),
            "What the broker kept.", usual: "ignore"),
        .may(
            "absent", .word(of: SensorSource.Absent.self),
            "A message without the value.", usual: "refuse"),
        .may(
            "dedupe", .list(.pointer),
            "The members that make two messages the same: one sender may be heard twice."),
        .may("availability", .mapping(.availability), "Where the device says whether it is there."),
    ]

    static let sensorWords = DocumentShape(
        "words", "Words and the numbers they stand for: ON is 1.", others: .decimal)

    static let availability = DocumentShape(
        "availability", "Where a device says whether it is there.",
        [
            .must("topic", .text, "The topic."),
            .may("device", .whole(1...128), "The open level of it that names the device."),
            .may("value", .pointer, "The pointer to the word in a JSON text."),
            .may("online", .text, "The word for being there.", usual: "online"),
            .may("offline", .text, "The word for being away.", usual: "offline"),
        ])
}

extension DocumentContent {
    /// A JSON pointer (RFC 6901); empty for a payload that is the value alone.
    static let pointer = text(like: "^(/.*)?$")
}
