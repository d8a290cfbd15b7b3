import DeviceMaps
import Modbus

/// Why a device did not do what it was told.
package struct CommandError: Error, Hashable, CustomStringConvertible {
    /// What failed, and where.
    package let message: String

    package var description: String { message }
}

extension ModbusClient {
    /// From one look at a handshake to the next.
    private static var pause: Duration { .milliseconds(50) }

    /// Lets a device do something, step by step; throws at the first step that fails.
    func perform(_ command: DeviceCommand, unit: UInt8) async throws(CommandError) {
        let deadline = ContinuousClock.now + .milliseconds(command.within)
        for (place, step) in command.steps.enumerated() {
            let title = "\(command.name), step \(place + 1)"
            do throws(ModbusError) {
                switch step {
                case .write(let write): try await self.write(write.onWire, unit: unit)
                case .check(let condition):
                    guard try await holds(condition, unit) else {
                        throw ModbusError(.mismatch, "the device says that it has failed")
                    }
                case .until(let condition):
                    try await wait(for: condition, unit, until: deadline)
                }
            } catch {
                throw CommandError(message: "\(title): \(error.message)")
            }
        }
    }

    private func holds(
        _ condition: RegisterCondition, _ unit: UInt8
    ) async throws(ModbusError) -> Bool {
        condition.holds(in: try await answer(to: condition.request, unit: unit))
    }

    private func wait(
        for condition: RegisterCondition, _ unit: UInt8, until deadline: ContinuousClock.Instant
    ) async throws(ModbusError) {
        while try await !holds(condition, unit) {
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                throw ModbusError(.timedOut, "the device did not get so far in time")
            }
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await Task.sleep(for: Self.pause)
        }
    }
}

extension RegisterWrite {
    fileprivate var onWire: ModbusWrite {
        let address = UInt16(span.addresses.lowerBound)
        guard span.table == .holding else { return .coil(at: address, isOn: words.first == 1) }
        guard !isMultiple, words.count == 1, let word = words.first else {
            return .registers(at: address, words: words)
        }
        return .register(at: address, word: word)
    }
}
