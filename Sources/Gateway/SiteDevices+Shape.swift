import DeviceMaps
package import Documents
import Intake

extension DocumentShape {
    /// What is wired to a gateway.
    package static let devicesFile = DocumentShape(
        "devices file", "Binds maps of devices to buses, addresses and roles.",
        [
            .must("buses", .list(.mapping(.bus)), "Network addresses and serial lines."),
            .must(
                "devices", .list(.either([.mapping(.scaleDevice), .mapping(.sensorDevice)])),
                "What is on them."),
        ])

    static let bus = DocumentShape(
        "bus", "A network address or a serial line; its devices are asked one after the other.",
        [
            .must("name", .text, "Its name in this file."),
            .may("host", .text, "The device's address, or the device server's."),
            .may("port", .whole(1...65_535), "The TCP port.", usual: "502"),
            .may(
                "framing", .word(["rtu", "tcp"]), "rtu for a device server that hands RTU through."),
            .may("line", .mapping(.busLine), "A serial line of this box, in place of host."),
            .may(
                "timeout", .whole(50...10_000),
                "When an unanswered request counts as silent.", usual: "1000",
                unit: "ms"),
        ])

    static let busLine = DocumentShape(
        "line", "A serial line; what is left out, a frame map proposes.",
        [
            .must("device", .text, "Best a name in /dev/serial/by-id, which stays."),
            .may(
                "baud", .word(SerialLine.bauds.map(String.init)), "The speed.", usual: "9600",
                unit: "bit/s"),
            .may("parity", .word(of: SerialLine.Parity.self), "The check bit.", usual: "none"),
            .may("stop_bits", .whole(1...2), "How a character ends.", usual: "1"),
            .may("bits", .whole(7...8), "Modbus needs 8."),
            .may("rs485", .flag, "Asks the driver to switch direction."),
        ])

    /// What tells the roles apart.
    static let deviceRole = DocumentShape(
        "device", "A device and its role.", others: .text,
        [.must("role", .word(["scale", "sensors"]), "What it is for.")])

    static let scaleDevice = DocumentShape(
        "device", "The weighbridge; a gateway has one.",
        [
            .must("name", .text, "What the site calls it."),
            .must("role", .word(["scale"]), "What it is for."),
            .must("bus", .text, "The bus it is on."),
            .must("map", .text, "The indicator's map."),
            .may("unit_id", .whole(0...255), "Its number on the bus.", usual: "1"),
            .may("address", .whole(1...26), "Its address in strings on a shared line."),
            .may(
                "poll", .whole(20...5000), "The time between two readings.", usual: "100",
                unit: "ms"),
            .may(
                "exponent", .whole(-6...6),
                "How counts read: 0 whole units, 1 tens, -1 one decimal."),
            .may("unit", .word(MassUnit.allCases.map(\.symbol)), "The unit on the display."),
            .may(
                "commands", .flag,
                "Lets the map's commands be sent; without it the device is only read.",
                usual: "false"),
            .may(
                "alibi", .flag, "The indicator keeps every weighing in its own memory too.",
                usual: "false"),
            .must("model", .text, "The type plate's model."),
            .must("serial", .text, "Its serial number."),
            .must(
                "verification_interval", .decimal(in: DecimalRange(thousandths: 1...10_000_000)),
                "e.", unit: "kg"),
            .must(
                "scale_interval", .decimal(in: DecimalRange(thousandths: 1...10_000_000)),
                "d, at most e.", unit: "kg"),
            .must("max", .decimal(in: DecimalRange(1...10_000_000)), "Max.", unit: "kg"),
            .must("min", .decimal(in: DecimalRange(0...10_000_000)), "Min, below Max.", unit: "kg"),
        ])

    static let sensorDevice = DocumentShape(
        "device", "A device with sensors; each is named NAME SENSOR in the records.",
        [
            .must("name", .text, "What the site calls it."),
            .must("role", .word(["sensors"]), "What it is for."),
            .must("bus", .text, "The bus it is on."), .must("map", .text, "The device's map."),
            .may("unit_id", .whole(0...255), "Its number on the bus.", usual: "1"),
            .may(
                "poll", .whole(50...3_600_000), "The time between two polls.", usual: "1000",
                unit: "ms"),
            .may(
                "max_age", .whole(1...86_400), "When a value is stale; default: the map's.",
                unit: "s"
            ),
            .may("values", .list(.text), "Which sensors of the map; default: all."),
        ])
}
