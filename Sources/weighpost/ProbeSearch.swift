import ArgumentParser
import DeviceMaps
import DeviceReaders
import Modbus

/// Asks for one register at the usual settings, and says who answers.
///
/// One read of holding register 0, or of the map's own weighing, is harmless on every device we
/// know; unit 0, which all units obey, is never asked on a line.
struct ProbeSearch {
    private let options: ModbusOptions
    private let request: RegisterRequest

    init(_ options: ModbusOptions, _ map: DeviceMap?) throws {
        self.options = options
        let first = try RegisterPlan(
            reading: [RegisterSpan(.holding, 0...0)], forbidden: map?.forbidden ?? [],
            limits: RegisterLimits()
        ).requests.first
        // Never bits: on some devices reading one executes it, and units that are not this map's
        // are asked too.
        let known = (map?.identityRequests ?? []) + (map?.weighing.requests ?? [])
        guard let request = known.first(where: { !$0.table.isBits }) ?? first else {
            throw Exit.unavailable
        }
        self.request = request
    }

    /// The settings that makers ship, the commonest first.
    private static let settings: [(baud: Int, parity: ModbusLine.Parity, stopBits: Int)] = [
        (9600, .none, 1), (19_200, .even, 1), (9600, .even, 1), (19_200, .none, 1),
        (38_400, .none, 1), (115_200, .none, 1), (4800, .even, 1), (9600, .none, 2),
    ]
    private static let units: [UInt8] = [1, 2, 3, 20]

    func run() async throws {
        var found = 0
        for (transport, words) in transports {
            var units = Self.units
            // What many devices on a network answer to whatever they are called.
            if case .tcp = transport { units += [0, 255] }
            for unit in units {
                let probe = DeviceProbe(
                    transport, unit: unit, timeout: .milliseconds(options.timeout))
                let isThere = try await isThere(probe)
                await probe.close()
                Output.line("\(isThere ? "answers" : "silent ")  \(words)unit \(unit)")
                if isThere { found += 1 }
            }
            if found > 0 { break }
        }
        guard found > 0 else {
            throw Exit.failing(
                Exit.unavailable,
                "nobody answers: is Modbus switched on in the device, are the wires A and B the "
                    + "right way round, is its unit number another?")
        }
    }

    private func isThere(_ probe: DeviceProbe) async throws -> Bool {
        do throws(ModbusError) {
            return try await probe.isSomebodyThere(request)
        } catch {
            throw Exit.failing(Exit.unavailable, error.message)
        }
    }

    private var transports: [(ModbusTransport, String)] {
        guard let device = options.device else { return [(options.transport, "")] }
        return Self.settings.map { setting in
            let line = ModbusLine(
                device: device, baud: setting.baud, parity: setting.parity,
                stopBits: setting.stopBits)
            return (
                .serial(line), "\(setting.baud) \(setting.parity) \(setting.stopBits) stop, "
            )
        }
    }
}
