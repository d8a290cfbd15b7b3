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

/// The path and parameters of an address, as the routes take them.
struct ControlTarget {
    private let target: RequestTarget

    /// Reads the target of an HTTP request.
    init(_ text: String) throws(ControlFault) {
        do {
            target = try RequestTarget(text)
        } catch {
            throw ControlFault(status: error == .tooLong ? 414 : 400, message: error.words)
        }
    }

    /// The route that the address and the method name.
    func route(for method: String) throws(ControlFault) -> ControlRoute {
        guard let route = ControlRoute.all.first(where: { $0.path == target.path }) else {
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
        if let stranger = target.parameters.keys.filter({ !known.contains($0) }).min() {
            let words = known.isEmpty ? "nothing" : known.joined(separator: ", ")
            throw ControlFault(
                status: 400, message: "'\(stranger)' means nothing here; there is \(words)")
        }
        for parameter in route.parameters { _ = try number(parameter) }
    }

    private func number(_ parameter: ControlRoute.Parameter) throws(ControlFault) -> UInt64? {
        guard let text = target.parameters[parameter.name] else { return nil }
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
            from: target.parameters["from"].flatMap { UInt64($0) },
            limit: target.parameters["limit"].flatMap { Int($0) } ?? 20)
    }
}
