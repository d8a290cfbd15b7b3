import Documents

extension DocumentShape {
    static let deviceCommand = DocumentShape(
        "command", "Something the device does when it is told to; sites must allow it.",
        [
            .must("name", .text, "Its name in this map."),
            .must("steps", .list(.mapping(.commandStep)), "What is written and awaited, in order."),
            .may(
                "within", .whole(100...30_000), "The time for all of it.", usual: "2000", unit: "ms"
            ),
        ])

    static let commandStep = DocumentShape(
        "step", "One of: write, until, check.",
        [
            .may("write", .mapping(.registerWrite), "A number is written."),
            .may("until", .conditions, "The device is asked until this is so."),
            .may("check", .conditions, "This must be so, or the command has failed."),
        ])

    static let registerWrite = DocumentShape(
        "write", "A number that is written to one register or coil.",
        [
            .may("register", .word(of: RegisterTable.self), "Its table: holding or coil."),
            .must("address", .text, "The register, counted as address_base says."),
            .must("value", .whole(0...65_535), "The number; 0 or 1 for a coil."),
            .may("function", .whole(5...16), "16 where the device wants one register that way."),
        ])

    static let commandCondition = DocumentShape(
        "condition", "A bit, or a value and the number it must be: an echo.",
        [
            .may("of", .text, "The value the bit is in; the status where this is left out."),
            .may("bit", .whole(0...63), "Its place, 0 the least significant."),
            .may("when", .whole(0...1), "What it must be."),
            .may("value", .text, "The name of a value."), .may("is", .whole, "What it must be."),
        ])

    static let alibi = DocumentShape(
        "alibi", "How the device keeps a weighing in its own memory.",
        [
            .must("store", .text, "The command that stores what stands on the deck."),
            .may("release", .text, "The command after it, whatever became of the storing."),
            .must("number", .text, "The value that is the number it is kept under."),
            .may("weight", .text, "The value that is the weight as kept."),
        ])

    static let auditPoint = DocumentShape(
        "audit point", "Something that must not change unnoticed: a seal, a calibration counter.",
        [
            .must("name", .text, "What it is, in the journal."),
            .must("value", .text, "The value it is in."),
            .may("bit", .whole(0...63), "The bit, where it is one."),
            .must("means", .text, "What the manual calls it."),
        ])

    /// What a map of an indicator may say of commands.
    static let commandKeys: [DocumentKey] = [
        .may("commands", .list(.mapping(.deviceCommand)), "What the device can be told to do."),
        .may("alibi", .mapping(.alibi), "How it keeps weighings in its own memory."),
        .may("select", .text, "The command that must run before anything can be read."),
        .may("audit", .list(.mapping(.auditPoint)), "What must not change unnoticed."),
    ]
}

extension DocumentContent {
    fileprivate static let conditions = either([
        .mapping(.commandCondition), .list(.mapping(.commandCondition)),
    ])
}
