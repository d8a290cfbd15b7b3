import Documents

/// Reads what a map says of commands, of the device's own memory and of what must not change.
struct DeviceMapCommands {
    let bits: DeviceMapBits
    let context: DeviceMapContext
    let maker: String
    let forbidden: [RegisterSpan]
    let limits: RegisterLimits

    func commands(_ map: inout DocumentMapping) throws(DocumentError) -> [DeviceCommand] {
        var commands: [DeviceCommand] = []
        for node in try map.optionalNodes("commands") ?? [] {
            var mapping = try DocumentMapping(node, of: .deviceCommand)
            let name = try mapping.string("name")
            var steps: [DeviceCommand.Step] = []
            for node in try mapping.nodes("steps") { steps.append(try step(node)) }
            let within = try mapping.optionalInt("within") ?? 2000
            try mapping.finish()
            guard !commands.contains(where: { $0.name == name }), !steps.isEmpty else {
                throw mapping.error("a command has steps, and a name of its own")
            }
            commands.append(DeviceCommand(name: name, steps: steps, within: within))
        }
        return commands
    }

    private func step(_ node: DocumentNode) throws(DocumentError) -> DeviceCommand.Step {
        var step = try DocumentMapping(node, of: .commandStep)
        let result: DeviceCommand.Step
        if let condition = step.optionalNode("until") {
            result = .until(try self.condition(condition))
        } else if let condition = step.optionalNode("check") {
            result = .check(try self.condition(condition))
        } else {
            result = .write(try write(&step))
        }
        try step.finish()
        return result
    }

    private func write(_ step: inout DocumentMapping) throws(DocumentError) -> RegisterWrite {
        var write = try step.mapping("write")
        let table = try context.table(&write)
        let address = Int(try context.address("address", in: &write, table: table))
        let place = try write.node("value").place
        let number = try write.int("value")
        let isMultiple = try write.optionalInt("function") == 16
        try write.finish()
        let words: [UInt16]
        switch table {
        case .coil: words = [number == 0 ? 0 : 1]
        case .holding: words = [UInt16(number)]
        case .input, .discrete:
            throw write.error("a \(table) table cannot be written; commands go to holding or coil")
        }
        guard table == .holding || (0...1).contains(number), table == .holding || !isMultiple else {
            throw DocumentError(place, "a coil is 0 or 1, by function 5")
        }
        let span = RegisterSpan(table, address...address)
        guard !forbidden.contains(where: span.touches) else {
            throw write.error("this map forbids \(table) \(address)")
        }
        if let reason = DeniedWrites.reason(maker: maker, span, number) {
            throw write.error("no map may write that to a \(maker): \(reason)")
        }
        return RegisterWrite(span, words: words, isMultiple: isMultiple)
    }

    /// Bits that must all hold, or a value and the number it must be.
    private func condition(_ node: DocumentNode) throws(DocumentError) -> RegisterCondition {
        if case .mapping = node.value {
            var equal = try DocumentMapping(node, of: .commandCondition)
            if let name = equal.optionalNode("value") {
                let value = try DeviceMap.Value.named(name, bits.values)
                let number = try equal.int("is")
                try equal.finish()
                return RegisterCondition(try request([value], node), [value], .number(number))
            }
        }
        let all = try bits.bits(in: node, named: "condition", as: .commandCondition)
        let names = Set(all.map(\.value))
        let values = bits.values.filter { names.contains($0.name) }
        return RegisterCondition(try request(values, node), values, .bits(all))
    }

    private func request(
        _ values: [DeviceMap.Value], _ node: DocumentNode
    ) throws(DocumentError) -> RegisterRequest {
        let requests = try requests(values, node)
        guard let request = requests.first, requests.count == 1 else {
            throw node.error("a condition is read by one request")
        }
        return request
    }

    private func requests(
        _ values: [DeviceMap.Value], _ node: DocumentNode
    ) throws(DocumentError) -> [RegisterRequest] {
        do {
            return try RegisterPlan(
                reading: values.map(\.span), forbidden: forbidden, limits: limits
            ).requests
        } catch {
            throw node.error("\(error)")
        }
    }

    /// The command a map names at some place.
    private func named(
        _ node: DocumentNode, _ commands: [DeviceCommand]
    ) throws(DocumentError) -> DeviceCommand {
        let name = try node.string("command")
        guard let command = commands.first(where: { $0.name == name }) else {
            throw node.error(
                "there is no command \(name); there are "
                    + commands.map(\.name).joined(separator: ", "))
        }
        return command
    }
}

// MARK: - What commands are for

extension DeviceMapCommands {
    func alibi(
        _ map: inout DocumentMapping, _ commands: [DeviceCommand]
    ) throws(DocumentError) -> AlibiRule? {
        guard let node = map.optionalNode("alibi") else { return nil }
        var alibi = try node.mapping(.alibi)
        let store = try named(alibi.node("store"), commands)
        let release = try alibi.optionalNode("release").map { node throws(DocumentError) in
            try named(node, commands)
        }
        let numberNode = try alibi.node("number")
        let number = try DeviceMap.Value.named(numberNode, bits.values)
        guard number.codec.type.isWhole else {
            throw numberNode.error("the number of a weighing is a whole one")
        }
        let weight = try alibi.optionalNode("weight").map { node throws(DocumentError) in
            try DeviceMap.Value.named(node, bits.values)
        }
        try alibi.finish()
        let values = [number] + [weight].compactMap { $0 }
        return AlibiRule(
            store: store, release: release, number: number, weight: weight,
            requests: try requests(values, node))
    }

    /// The command that must run before anything can be read.
    func select(
        _ map: inout DocumentMapping, _ commands: [DeviceCommand]
    ) throws(DocumentError) -> DeviceCommand? {
        guard let node = map.optionalNode("select") else { return nil }
        return try named(node, commands)
    }

    func audit(
        _ map: inout DocumentMapping
    ) throws(DocumentError) -> (points: [AuditPoint], requests: [RegisterRequest]) {
        let nodes = try map.optionalNodes("audit") ?? []
        guard let first = nodes.first else { return ([], []) }
        var points: [AuditPoint] = []
        for node in nodes {
            var point = try DocumentMapping(node, of: .auditPoint)
            let name = try point.string("name")
            let valueNode = try point.node("value")
            let value = try DeviceMap.Value.named(valueNode, bits.values)
            guard value.codec.type.hasBits else {
                throw valueNode.error("what is watched is a whole number, or a bit of one")
            }
            let bit = try point.optionalInt("bit", in: 0...Int64(value.bitWidth - 1))
            let meaning = try point.string("means")
            try point.finish()
            points.append(
                AuditPoint(name: name, meaning: meaning, value: value, bit: bit.map { Int($0) }))
        }
        return (points, try requests(points.map(\.value), first))
    }
}
