package import Documents
import Intake

extension DocumentShape {
    /// The map of an indicator with registers.
    package static let deviceMap = DocumentShape(
        "device map", "How one model of weighing indicator is read over Modbus.",
        [.must("map", .whole(1...1), "The version of this vocabulary.")]
            + registerHead + [
                .must("weighing", .mapping(.weighing), "What one weighing is made of."),
                .must("status", .mapping(.status), "How the device says how the weight stands."),
                .may(
                    "decimals", .either([.whole(-6...6), .mapping(.decimalsRule)]),
                    "Where the point stands: a number, or the bits that say it. The site says it "
                        + "where this is left out."),
                .may(
                    "unit", .either([.massUnit, .mapping(.unitRule)]),
                    "The unit: a symbol, or the bits that say it. The site says it where this is "
                        + "left out."),
                .may("heartbeat", .mapping(.heartbeat), "A register that a living device changes."),
            ] + commandKeys)

    /// The map of a device with sensors that has registers.
    package static let sensorMap = DocumentShape(
        "sensor map", "How one model of sensor is read over Modbus.",
        [.must("sensor_map", .whole(1...1), "The version of this vocabulary.")]
            + registerHead + [
                .must("sensors", .list(.mapping(.registerSensor)), "What it measures.")
            ])

    /// What every map of registers begins with.
    private static let registerHead: [DocumentKey] = [
        .must(
            "version", .whole(1...1_000_000),
            "Counts up with every change that changes what is read."),
        .must("maker", .text, "Who makes the device."),
        .must("model", .text, "The model, as on its plate."),
        .must(
            "grade", .whole(1...3),
            "1: frames of the manual prove it; 2: its tables do; 3: not yet, so not to be used."),
        .must("source", .text, "The manual and its pages."),
        .must(
            "address_base", .word(of: AddressBase.self),
            "How addresses are counted: 0 as in the frame, 1, or modicon (40001)."),
        .may("register", .registerTable, "The table of values that name none."),
        .must(
            "byte_order", .word(of: WordOrder.self),
            "The order of bytes of values that name none, A the most significant."),
        .may("limits", .mapping(.registerLimits), "How much the device answers at once."),
        .may(
            "forbidden", .list(.mapping(.forbiddenRange)),
            "Registers that nothing may ever touch, not even on the way."),
        .must("values", .list(.mapping(.registerValue)), "What stands in which registers."),
        .may(
            "identity", .list(.mapping(.registerConstant)),
            "Registers that have one value on this model, checked before anything is believed."),
    ]

    static let registerLimits = DocumentShape(
        "limits", "How much a device lets itself be asked at once.",
        [
            .may("max_registers", .whole(1...125), "The most registers in one request."),
            .may(
                "max_gap", .whole(0...124),
                "How many registers nobody asked for may be read to save a request."),
        ])

    static let forbiddenRange = DocumentShape(
        "forbidden range", "Registers that no request ever holds.",
        [
            .may("register", .registerTable, "Their table."),
            .must("from", .text, "The first address."),
            .must("to", .text, "The last address."),
            .must("reason", .text, "Why, for whoever would remove it."),
        ])

    static let registerValue = DocumentShape(
        "value", "A named value in the device's registers.",
        [
            .must("name", .text, "Its name in this map."),
            .may("register", .registerTable, "Its table."),
            .must("address", .text, "Its first register, counted as address_base says."),
            .may("type", .word(of: ValueType.self), "How its bits are a value."),
            .may(
                "length", .whole(1...64),
                "How many registers or bits, where the type leaves it open."),
            .may(
                "byte_order",
                .word(Set((1...4).flatMap { WordOrder.names(forWords: $0).keys }).sorted()),
                "The order of its bytes, A the most significant."),
            .may("sign_from", .mapping(.registerBit), "The bit that says it is below zero."),
            .may(
                "invalid", .list(.mapping(.registerSentinel)),
                "Numbers that are a message and no value."),
        ])

    static let registerSentinel = DocumentShape(
        "invalid", "A number that is a message of the device.",
        [
            .must("is", .whole, "The number."), .must("fault", .fault, "What it says."),
            .must("means", .text, "What the manual calls it."),
        ])

    static let registerConstant = DocumentShape(
        "constant", "A register that has one value on this model and hardly the same on another.",
        [
            .must("value", .text, "The name of the value."),
            .must("is", .whole, "What it must be."), .must("means", .text, "What that says."),
        ])
}

extension DocumentContent {
    static let registerTable = word(of: RegisterTable.self)
    static let fault = word(of: ScaleFault.self)
    static let massUnit = word(MassUnit.allCases.map(\.symbol))
    /// Places of bits: `13..15`.
    static let bitRange = text(like: "^[0-9]+\\.\\.[0-9]+$")
}
