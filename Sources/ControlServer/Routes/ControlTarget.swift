import Wire

/// What is wrong with a question, for whoever asked it: always a 4xx.
struct ControlFault: Error {
    let status: Int
    let message: String
    /// The methods that would do; for status 405.
    var allowed: [String] = []
    /// How to prove who one is; for status 401 and 403.
    var challenge: String?
}

/// The path and parameters of an address.
struct ControlTarget {
    /// The longest address, bytes.
    static let longest = 2_048

    let path: String
    private var parameters: [String: String] = [:]

    /// Reads the target of an HTTP request: a path, and form-encoded parameters.
    ///
    /// A path is compared as it is written and never decoded, so that no spelling of it leads
    /// anywhere else.
    init(_ target: String) throws(ControlFault) {
        guard target.utf8.count <= ControlTarget.longest else {
            throw ControlFault(status: 414, message: "an address of more than 2,048 bytes")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "")
        guard parts.count == 2 else { return }
        for pair in parts[1].split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = ControlTarget.decoded(sides[0]),
                let value = ControlTarget.decoded(sides.count == 2 ? sides[1] : "")
            else { throw ControlFault(status: 400, message: "an address that is not UTF-8") }
            guard parameters.updateValue(value, forKey: name) == nil else {
                throw ControlFault(status: 400, message: "'\(name)' is there twice")
            }
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard rest.count >= 2,
                    let value = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self))?.first
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The route that the address and the method name.
    func route(for method: String) throws(ControlFault) -> ControlRoute {
        guard let route = ControlRoute.all.first(where: { $0.path == path }) else {
            throw ControlFault(status: 404, message: "no such address; see /v1/openapi.json")
        }
        guard route.methods.contains(method) else {
            throw ControlFault(
                status: 405, message: "\(route.methods.joined(separator: ", ")) only",
                allowed: route.methods)
        }
        return route
    }

    /// Refuses parameters that the route does not know, and values outside their range.
    func check(against route: ControlRoute) throws(ControlFault) {
        let known = route.parameters.map(\.name)
        if let stranger = parameters.keys.filter({ !known.contains($0) }).min() {
            let words = known.isEmpty ? "nothing" : known.joined(separator: ", ")
            throw ControlFault(
                status: 400, message: "'\(stranger)' means nothing here; there is \(words)")
        }
        for parameter in route.parameters { _ = try number(parameter) }
    }

    private func number(_ parameter: ControlRoute.Parameter) throws(ControlFault) -> UInt64? {
        guard let text = parameters[parameter.name] else { return nil }
        // A plus sign would be read as well, and is written for a space here.
        guard let value = UInt64(text), text.first?.isNumber == true,
            parameter.range.contains(value)
        else {
            throw ControlFault(
                status: 400,
                message: "'\(parameter.name)' is a whole number, \(parameter.range.lowerBound) to "
                    + "\(parameter.range.upperBound)")
        }
        return value
    }

    /// The page that is asked for; `check` has seen the numbers.
    func page() -> PageQuestion {
        PageQuestion(
            from: parameters["from"].flatMap { UInt64($0) },
            limit: parameters["limit"].flatMap { Int($0) } ?? 20)
    }
}
