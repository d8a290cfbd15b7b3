package import DeviceMaps
package import Modbus

/// Looks at one device by hand: reads registers, and never writes.
package struct DeviceProbe: Sendable {
    private let client: ModbusClient
    private let unit: UInt8

    package init(_ transport: ModbusTransport, unit: UInt8, timeout: Duration) {
        client = ModbusClient(transport, timeout: timeout)
        self.unit = unit
    }

    /// The answers to requests, in their order.
    package func answers(
        to requests: [RegisterRequest]
    ) async throws(ModbusError) -> [RegisterAnswer] {
        try await client.answers(to: requests, unit: unit)
    }

    /// What can be read of a request, in pieces around the registers that are not there.
    ///
    /// A device refuses a whole block for one register that it lacks; the block is halved until
    /// what is left is readable. Other errors end the reading.
    package func readable(
        _ plan: RegisterPlan
    ) async throws(ModbusError) -> [RegisterAnswer] {
        var waiting = plan.requests
        var answers: [RegisterAnswer] = []
        while let request = waiting.popLast() {
            do throws(ModbusError) {
                answers.append(try await client.answer(to: request, unit: unit))
            } catch {
                guard [2, 3].contains(error.code.exceptionNumber) else { throw error }
                waiting += request.halves
            }
        }
        return RegisterAnswer.joined(answers)
    }

    /// Whether anybody answers, an exception included: that, too, is a device of that number.
    ///
    /// Throws where there is not even a line or a connection to ask over.
    package func isSomebodyThere(
        _ request: RegisterRequest
    ) async throws(ModbusError) -> Bool {
        do throws(ModbusError) {
            _ = try await client.answer(to: request, unit: unit)
            return true
        } catch {
            if error.code == .unreachable { throw error }
            return error.code.exceptionNumber.map { $0 < 10 } ?? false
        }
    }

    /// Lets go of the line or the connection.
    package func close() async {
        await client.close()
    }
}
