import ArgumentParser
import DeviceMaps
import DeviceReaders
import Gateway
import Modbus

/// Looks at a device on the line, and finds out how it writes its weight.
struct Probe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Look at a device: what it says beside what that means, and where its weight stands.",
        discussion: """
            Examples:
              weighpost probe --host 192.0.2.10 --map Devices/flintec/ft-10.yaml --watch
              weighpost probe --host 192.0.2.10 --weight 12480 --draft e1.yaml
              weighpost probe --device /dev/serial/by-id/usb-… --find
              weighpost probe --device /dev/serial/by-id/usb-… --find --strings Devices/*/*.yaml

            Reads holding and input registers, and bits only where a map names them; never writes. \
            With --weight it takes the number on the display and finds the registers that hold it; \
            it asks for more loads until one decoding is left. A device that sends strings is only \
            listened to, unless --ask lets the questions of frame maps be sent, which are reads all.
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

    @Option(
        parsing: .upToNextOption,
        help: "With --find: the frame maps among these files are tried on what the line brings.")
    var strings: [String] = []

    @Flag(help: "Let the questions of frame maps be sent; without it a line is only listened to.")
    var ask = false

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
        guard strings.isEmpty || find else {
            throw ValidationError("--strings goes with --find")
        }
        guard draft == nil || weight != nil else {
            throw ValidationError("--draft writes what --weight found")
        }
        guard map != nil || weight != nil || find else {
            throw ValidationError("say --map to read by a map, --weight to find one, or --find")
        }
    }

    func run() async throws {
        if !strings.isEmpty { return try await FrameSearch(modbus, strings, ask: ask).run() }
        switch try map.map({ try MapVerb.open($0).content }) {
        case .scale(.frames(let map))?:
            try await FrameWatch(modbus, map, ask: ask, exponent: -decimals).run(watch: watch)
        case .scale(.registers(let map))?: try await run(map)
        case nil: try await run(nil)
        case .sensors(let map)?: try await look { await ProbePage(map, modbus.probe) }
        case .payload?:
            throw ValidationError("a payload map is of a broker; nothing is wired there")
        }
    }

    private func run(_ known: DeviceMap?) async throws {
        if find { return try await ProbeSearch(modbus, known).run() }
        if let weight, let shown = ExactDecimal(weight) {
            return try await WeightSearch(
                probe: modbus.probe, map: known, registers: registers, draft: draft
            ).run(first: shown)
        }
        guard let known else { return }
        let probe = modbus.probe
        try await look { await ProbePage(known, probe, exponent: -decimals) }
    }

    /// Shows a page once, or again and again in place.
    private func look(_ page: () async -> ProbePage) async throws {
        repeat {
            let page = await page()
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
