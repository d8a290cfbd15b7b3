import DeviceMaps
import Modbus

extension ModbusClient {
    /// How often a busy device is asked once more.
    private static let busyRetries = 2

    /// The answers to requests, in their order.
    func answers(
        to requests: [RegisterRequest], unit: UInt8
    ) async throws(ModbusError) -> [RegisterAnswer] {
        var answers: [RegisterAnswer] = []
        for request in requests { answers.append(try await answer(to: request, unit: unit)) }
        return answers
    }

    /// The answer to one request; a device that says it is busy is asked again.
    func answer(
        to request: RegisterRequest, unit: UInt8
    ) async throws(ModbusError) -> RegisterAnswer {
        var retries = Self.busyRetries
        while true {
            do throws(ModbusError) {
                let words = try await read(
                    request.table.onWire, at: request.address, count: request.count, unit: unit)
                return RegisterAnswer(to: request, words: words)
            } catch {
                guard error.code == .exception(6), retries > 0 else { throw error }
                retries -= 1
            }
        }
    }
}

extension RegisterTable {
    /// The table by its number in a request.
    fileprivate var onWire: ModbusTable {
        switch self {
        case .coil: .coil
        case .discrete: .discrete
        case .holding: .holding
        case .input: .input
        }
    }
}
