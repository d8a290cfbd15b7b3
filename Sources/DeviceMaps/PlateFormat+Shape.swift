import Documents

extension DocumentShape {
    static let payloadPlates = DocumentShape(
        "plates", "Where a camera's messages say what it read.",
        [.must("topic", .text, "The topic its software uses.")] + plateFormat)

    static let sitePlates = DocumentShape(
        "plates", "The plates that count at the site.",
        [
            .may("map", .text, "The camera's payload map, in place of format."),
            .may("format", .word(["frigate"]), "A format that is built in."),
            .may("topic", .text, "The topic; default: the map's."),
            .may("cameras", .list(.text), "Only these cameras count; default: all."),
            .may(
                "min_confidence", .decimal(in: DecimalRange(0...1)),
                "A read below it names no vehicle.", usual: "0"),
            .may(
                "late_after", .whole(1...3600), "After this time a read's time is doubted.",
                usual: "10",
                unit: "s"),
        ])

    private static let plateFormat: [DocumentKey] = [
        .may("where", .mapping(.plateMarker), "Only messages of which this is so."),
        .may("results", .pointer, "The list of reads, where there are several."),
        .must("plate", .pointer, "The plate."), .must("confidence", .pointer, "How sure it is."),
        .must("scale", .word(of: PlateFormat.Scale.self), "How sure is sure."),
        .must("event", .pointer, "What names the event."),
        .may("time", .pointer, "The camera's own time."),
        .may(
            "time_format", .word(of: PayloadClock.Format.self), "How that is written.",
            usual: "unix"
        ),
        .may("zone", .text, "The zone of times that name none: Z or +08:00."),
        .may("camera", .pointer, "The camera's name."),
        .may("camera_level", .whole(1...128), "The open level of the topic that names the camera."),
        .may(
            "dedupe", .list(.pointer),
            "The members that make two messages the same: one sender may be heard twice."),
        .may("candidates", .mapping(.plateCandidates), "Other readings of the same plate."),
    ]

    static let plateMarker = DocumentShape(
        "where", "What messages must say to be a read.",
        [.must("member", .pointer, "The place."), .must("is", .text, "The word there.")])

    static let plateCandidates = DocumentShape(
        "candidates", "Other readings of the same plate.",
        [
            .must("list", .pointer, "Their list."), .must("plate", .pointer, "The plate in each."),
            .must("confidence", .pointer, "How sure each is."),
        ])
}
