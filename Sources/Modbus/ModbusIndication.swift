/// A question as libmodbus received it.
struct ModbusIndication {
    /// What is around unit, function and data.
    enum Framing { case tcp, rtu }

    let bytes: [UInt8]
    let framing: Framing

    /// Unit, function and data; nil for what is no question of this protocol.
    private var body: [UInt8]? {
        switch framing {
        case .tcp:
            guard bytes.count >= 8, bytes[2] == 0, bytes[3] == 0 else { return nil }
            return Array(bytes.dropFirst(6))
        case .rtu:
            guard bytes.count >= 4 else { return nil }
            return bytes.dropLast(2)
        }
    }

    /// Whether the length that the question gives is the one it has; RTU gives none.
    private func isWhole(_ body: [UInt8]) -> Bool {
        framing == .rtu || Int(bytes[4]) << 8 | Int(bytes[5]) == body.count
    }
}

extension ModbusIndication {
    /// What is sent back; unit and function are looked at first.
    func answered(
        units: Set<UInt8>, by registers: (ModbusRequest) -> ModbusAnswer
    ) -> ModbusReply {
        guard let body, units.contains(body[0]) else { return .nothing }
        guard let function = ModbusRequest.Function(rawValue: body[1]) else { return .exception(1) }
        guard isWhole(body) else { return .exception(3) }
        return switch ModbusRequest.reading(body, function) {
        case .failure(let refusal): .exception(refusal.exception)
        case .success(let request): Self.reply(to: request, with: registers(request))
        }
    }

    private static func reply(to request: ModbusRequest, with answer: ModbusAnswer) -> ModbusReply {
        switch answer {
        case .registers(let values):
            precondition(values.count == request.count, "not as many registers as asked for")
            return .registers(address: request.address, values: values)
        case .written: return .registers(address: request.address, values: request.values)
        case .exception(let number): return .exception(number)
        case .silence: return .nothing
        }
    }
}

extension ModbusRequest {
    /// Why a question is not put to the registers.
    fileprivate struct Refusal: Error {
        let exception: UInt8
    }

    /// Reads unit, function and data.
    fileprivate static func reading(
        _ body: [UInt8], _ function: Function
    ) -> Result<ModbusRequest, Refusal> {
        func word(_ index: Int) -> Int { Int(body[index]) << 8 | Int(body[index + 1]) }
        guard body.count >= 6 else { return .failure(Refusal(exception: 3)) }
        let count = function == .writeSingleRegister ? 1 : word(4)
        guard (1...(function.isWrite ? 123 : 125)).contains(count) else {
            return .failure(Refusal(exception: 3))
        }
        guard word(2) + count <= 0x1_0000 else { return .failure(Refusal(exception: 2)) }
        var values: [UInt16] = []
        switch function {
        case .writeSingleRegister: values = [UInt16(word(4))]
        case .writeMultipleRegisters:
            guard body.count == 7 + 2 * count, Int(body[6]) == 2 * count else {
                return .failure(Refusal(exception: 3))
            }
            values = (0..<count).map { UInt16(word(7 + 2 * $0)) }
        default: break
        }
        return .success(
            ModbusRequest(
                unit: body[0], function: function, address: UInt16(word(2)), count: count,
                values: values))
    }
}
