import Documents
import Intake

extension DocumentShape {
    static let weighing = DocumentShape(
        "weighing", "What one weighing is made of; all of it is read at one moment.",
        [
            .must("weight", .text, "The value that is the weight."),
            .must("status", .text, "The value that is the status."),
            .may(
                "basis", .word(of: WeighingRule.Basis.self),
                "Whether the weight is always the gross (default), or whatever is displayed."),
            .may("status_image", .text, "A second copy of the status behind the weight."),
            .may("evidence", .list(.text), "Values that are kept as evidence."),
            .may(
                "apart", .flag,
                "Weight and status are in different tables: the status is asked before and after."),
        ])

    static let status = DocumentShape(
        "status", "How the device says how the weight stands.",
        [
            .must("stable", .bits, "The weight stands still."),
            .may("net", .mapping(.registerBit), "The display shows a net weight."),
            .may(
                "in_zero_range", .mapping(.registerBit), "The empty scale is within its zero range."
            ),
            .may("busy", .mapping(.registerBit), "The device works on a command."),
            .may("valid", .bits, "The data are to be believed."),
            .may("alike", .bits, "Bits that the device flips together with every update."),
            .may("faults", .list(.mapping(.faultRule)), "What is wrong, the first that applies."),
        ])

    static let registerBit = DocumentShape(
        "bit", "A bit and when what it stands for is so.",
        [
            .may("of", .text, "The value it is in; the status where this is left out."),
            .must("bit", .whole(0...63), "Its place, 0 the least significant."),
            .must("when", .whole(0...1), "The bit's value when it is so."),
        ])

    static let faultRule = DocumentShape(
        "fault", "A bit, or a number packed into bits, that says what is wrong.",
        [
            .may("of", .text, "The value it is in; the status where this is left out."),
            .may("bit", .whole(0...63), "The place of the bit."),
            .may("when", .whole(0...1), "The bit's value when it is so."),
            .may("bits", .bitRange, "The places of the number, lowest first: 13..15."),
            .may("codes", .list(.mapping(.faultCode)), "What each number says."),
            .may("fault", .fault, "What the bit says."),
            .may("means", .text, "What the manual calls it."),
        ])

    static let faultCode = DocumentShape(
        "code", "A number and the fault it stands for.",
        [
            .must("code", .whole(1...Int64.max), "The number."),
            .must("fault", .fault, "What it says."),
            .must("means", .text, "What the manual calls it."),
        ])

    static let decimalsRule = DocumentShape(
        "decimals", "The bits that say where the point stands.",
        [
            .may("of", .text, "The value they are in; the status where this is left out."),
            .may("bits", .bitRange, "Their places, lowest first: 4..6."),
            .may("codes", .list(.mapping(.decimalsCode)), "What each number says."),
            .may("one_hot", .list(.mapping(.decimalsBit)), "One bit out of several says it."),
        ])

    static let decimalsCode = DocumentShape(
        "code", "A number and the decimals it stands for.",
        [
            .must("code", .whole(0...Int64.max), "The number."),
            .must("decimals", .whole(-6...6), "Digits behind the point."),
        ])

    static let decimalsBit = DocumentShape(
        "bit", "A bit and the decimals it stands for.",
        [
            .must("bit", .whole(0...63), "Its place, 0 the least significant."),
            .must("decimals", .whole(-6...6), "Digits behind the point."),
        ])

    static let unitRule = DocumentShape(
        "unit", "The bits that say the unit.",
        [
            .may("of", .text, "The value they are in; the status where this is left out."),
            .must("bits", .bitRange, "Their places, lowest first: 7..8."),
            .must("codes", .list(.mapping(.unitCode)), "What each number says."),
        ])

    static let unitCode = DocumentShape(
        "code", "A number and the unit it stands for.",
        [
            .must("code", .whole(0...Int64.max), "The number."),
            .must("unit", .massUnit, "The unit."),
        ])

    static let heartbeat = DocumentShape(
        "heartbeat", "A register that a living device keeps changing.",
        [
            .must("value", .text, "The name of the value."),
            .must(
                "stale_after", .whole(100...60_000),
                "After this time an unchanged value means that the weight stands still too.",
                unit: "ms"
            ),
        ])

    static let registerSensor = DocumentShape(
        "sensor", "One measured value and what it means.",
        [
            .must("name", .text, "Its name in every record."),
            .must("value", .text, "The value it comes from."),
            .must("kind", .sensorKind, "What it measures."),
            .must("unit", .text, "Its unit after scale and offset."),
            .may("scale", .decimal, "What one count is worth.", usual: "1"),
            .may("offset", .decimal, "What is added after that.", usual: "0"),
            .may("invalid", .list(.whole), "Counts that are a message and no value."),
            .may("valid", .bits, "Bits that must hold, or the value is invalid."),
            .must("max_age", .whole(1...86_400), "When a value is stale.", unit: "s"),
            .may("min", .decimal, "Values below are marked, never dropped."),
            .may("max", .decimal, "Values above are marked, never dropped."),
        ])
}

extension DocumentContent {
    /// One bit, or several that must all hold.
    static let bits = either([.mapping(.registerBit), .list(.mapping(.registerBit))])
    static let sensorKind = word(BrokerSensor.kinds.keys.sorted())
}
