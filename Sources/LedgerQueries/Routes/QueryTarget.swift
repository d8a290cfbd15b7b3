import Intake
import IntakeLedger
import Wire

/// What is wrong with an address, for whoever wrote it.
struct QueryFault: Error {
    /// 400 or 404.
    let status: Int
    let message: String
}

/// The path and parameters of an address, as the questions take them.
struct QueryTarget {
    private let path: String
    private let parameters: [String: String]

    /// Reads the target of an HTTP request.
    init(_ text: String) throws(QueryFault) {
        do {
            let target = try RequestTarget(text)
            (path, parameters) = (target.path, target.parameters)
        } catch {
            throw QueryFault(status: 400, message: error.words)
        }
    }

    /// The question that is asked; nil for the description.
    func question() throws(QueryFault) -> LedgerQuestion? {
        guard let route = QueryRoute.all.first(where: { $0.path == path }) else {
            throw QueryFault(status: 404, message: "no such address; see /v1/openapi.json")
        }
        let known = Set(route.parameters.map(\.name))
        if let stranger = parameters.keys.filter({ !known.contains($0) }).min() {
            throw QueryFault(
                status: 400,
                message: "'\(stranger)' means nothing here; there are "
                    + known.sorted().joined(separator: ", "))
        }
        for parameter in route.parameters where parameter.isRequired {
            guard parameters[parameter.name]?.isEmpty == false else {
                throw QueryFault(status: 400, message: "'\(parameter.name)' is missing")
            }
        }
        return switch path {
        case "/v1/status": .status
        case "/v1/gateways": .gateways(from: try first(), limit: try limit())
        case "/v1/head": .head(gateway: parameters["gateway"] ?? "")
        case "/v1/entry": try entry()
        case "/v1/record": try record()
        case "/v1/log":
            .log(
                gateway: parameters["gateway"], from: try whole("from") ?? 0, limit: try limit())
        case "/v1/loads":
            .loads(try filter(), from: try whole("from") ?? 0, limit: try limit())
        case "/v1/sums": try sums()
        default: nil
        }
    }

    private func whole(_ name: String) throws(QueryFault) -> UInt64? {
        guard let text = parameters[name] else { return nil }
        guard let value = UInt64(text), value <= UInt64(Int64.max) else {
            throw QueryFault(status: 400, message: "'\(name)' is a whole number, not '\(text)'")
        }
        return value
    }

    private func first() throws(QueryFault) -> Int { Int(clamping: try whole("from") ?? 0) }

    private func limit(
        most: Int = QueryRoute.mostRows, usual: Int = QueryRoute.usualRows
    ) throws(QueryFault) -> Int {
        let value = try whole("limit") ?? UInt64(usual)
        guard (1...UInt64(most)).contains(value) else {
            throw QueryFault(status: 400, message: "'limit' is 1 to \(most)")
        }
        return Int(value)
    }

    private func entry() throws(QueryFault) -> LedgerQuestion {
        if let text = parameters["digest"] {
            guard let digest = Digest(hex: text) else {
                throw QueryFault(status: 400, message: "'digest' has 64 hexadecimal digits")
            }
            return .digest(digest)
        }
        guard let gateway = parameters["gateway"], let seq = try whole("seq") else {
            throw QueryFault(status: 400, message: "give 'gateway' and 'seq', or 'digest'")
        }
        guard seq > 0 else {
            throw QueryFault(status: 400, message: "'seq' is counted from 1")
        }
        return .entry(gateway: gateway, seq: seq)
    }

    private func record() throws(QueryFault) -> LedgerQuestion {
        let text = parameters["id"] ?? ""
        guard let id = UUIDv7(urn: text.hasPrefix("urn:") ? text : "urn:uuid:\(text)") else {
            throw QueryFault(status: 400, message: "'id' is a UUID, as on the ticket")
        }
        return .record(
            id, gateway: parameters["gateway"], from: try whole("from") ?? 0, limit: try limit())
    }

    private func filter() throws(QueryFault) -> LoadFilter {
        var filter = LoadFilter()
        (filter.site, filter.gateway) = (parameters["site"], parameters["gateway"])
        filter.scheme = parameters["scheme"]
        // In the spelling of the records, where codes have no spaces.
        filter.code = parameters["code"].map {
            WasteCode(scheme: "", listVersion: "", code: $0).code
        }
        (filter.area, filter.destination) = (parameters["area"], parameters["destination"])
        (filter.from, filter.to) = (try moment("since"), try moment("before"))
        filter.direction = try direction()
        filter.hasRejected = try rejected()
        guard filter.direction == .incoming || filter.area == nil else {
            throw QueryTarget.noArea
        }
        return filter
    }

    private func direction() throws(QueryFault) -> LoadDirection {
        switch parameters["direction"] {
        case nil, "in"?: return .incoming
        case "out"?: return .outgoing
        case let text?:
            throw QueryFault(status: 400, message: "'direction' is in or out, not '\(text)'")
        }
    }

    private func rejected() throws(QueryFault) -> Bool {
        switch parameters["rejected"] {
        case nil, "yes"?: return true
        case "no"?: return false
        case let text?:
            throw QueryFault(status: 400, message: "'rejected' is yes or no, not '\(text)'")
        }
    }

    private static let noArea = QueryFault(
        status: 400, message: "an outgoing load is of many areas; ask for the way of each")

    private func moment(_ name: String) throws(QueryFault) -> Int64? {
        guard let text = parameters[name] else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw QueryFault(
                status: 400, message: "'\(name)' is a moment as 2026-11-26T00:00:00Z, not '\(text)'"
            )
        }
        // Records have whole seconds: what is not before a moment within one is not before its end.
        return time.nanoseconds > 0 ? time.seconds + 1 : time.seconds
    }

    private func sums() throws(QueryFault) -> LedgerQuestion {
        let (filter, groupings) = (try filter(), try groupings())
        guard filter.direction == .incoming || !groupings.contains(.area) else {
            throw QueryTarget.noArea
        }
        return .sums(
            filter, by: groupings, from: try first(),
            limit: try limit(most: QueryRoute.mostSums, usual: QueryRoute.usualSums))
    }

    private func groupings() throws(QueryFault) -> [LoadGrouping] {
        var groupings: [LoadGrouping] = []
        for word in (parameters["by"] ?? "").split(separator: ",") {
            guard let grouping = LoadGrouping(rawValue: String(word)),
                !groupings.contains(grouping)
            else {
                throw QueryFault(
                    status: 400, message: "'by' has area, code, month, destination, each once")
            }
            groupings.append(grouping)
        }
        return groupings
    }
}
