import ArgumentParser
import DeviceMaps
import DeviceReaders
import Gateway
import Modbus

/// Looks at a device on the line, and finds out how it writes its weight.
struct Probe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at a Modbus device: raw words beside values, and where its weight stands.",
        discussion: """
            Examples:
              weighpost probe --host 192.0.2.10 --map Devices/flintec/ft-10.yaml --watch
              weighpost probe --host 192.0.2.10 --weight 12480 --draft e1.yaml
              weighpost probe --device /dev/serial/by-id/usb-… --find

            Reads holding and input registers, and bits only where a map names them; never writes. \
            With --weight it takes the number on the display and finds the registers that hold it; \
            it asks for more loads until one decoding is left.
            """)

    @OptionGroup var modbus: ModbusOptions

    @Option(help: "The device's map.")
    var map: String?

    @Option(help: "How many decimals the display has, where the device does not tell.")
    var decimals: Int = 0

    @Flag(help: "Look again every second, in place, until Ctrl-C.")
    var watch = false

    @Flag(help: "Try the usual line settings and unit numbers, and say who answers.")
    var find = false

    @Option(help: "The weight on the display, as it is written there. May be repeated with loads.")
    var weight: String?

    @Option(help: "How many registers of each table to look at for the weight.")
    var registers: Int = 40

    @Option(help: "Write the beginning of a map with what was found into this new file.")
    var draft: String?

    func validate() throws {
        guard (-6...6).contains(decimals) else {
            throw ValidationError("--decimals is -6 to 6")
        }
        guard (2...125).contains(registers) else {
            throw ValidationError("--registers is 2 to 125")
        }
        if let weight, ExactDecimal(weight) == nil {
            throw ValidationError("--weight is the number on the display, such as 12480 or 12.48")
        }
        guard draft == nil || weight != nil else {
            throw ValidationError("--draft writes what --weight found")
        }
        guard map != nil || weight != nil || find else {
            throw ValidationError("say --map to read by a map, --weight to find one, or --find")
        }
    }

    /// Only maps of registers can be probed: a device that sends strings is looked at by itself.
    private func registers(of file: String) throws -> DeviceMap {
        guard case .scale(.registers(let map)) = try MapVerb.open(file).content else {
            throw ValidationError(
                "\(file) is no map of registers; a device that sends by itself is looked at by "
                    + "weighpost run")
        }
        return map
    }

    func run() async throws {
        let known = try map.map { try registers(of: $0) }
        if find { return try await ProbeSearch(modbus, known).run() }
        if let weight, let shown = ExactDecimal(weight) {
            return try await WeightSearch(
                probe: modbus.probe, map: known, registers: registers, draft: draft
            ).run(first: shown)
        }
        guard let known else { return }
        let probe = modbus.probe
        repeat {
            let page = await ProbePage(known, probe, exponent: -decimals)
            if watch { Output.write("\u{1B}[H\u{1B}[2J", to: 1) }
            for line in page.lines { Output.line(line) }
            guard watch else {
                if page.hasFailed { throw Exit.unavailable }
                return
            }
            try await Task.sleep(for: .seconds(1))
        } while true
    }
}
