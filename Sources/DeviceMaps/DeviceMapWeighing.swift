import Documents

/// The part of a map that says what one weighing is made of.
struct DeviceMapWeighing {
    let weight: DeviceMap.Value
    let status: DeviceMap.Value
    let image: DeviceMap.Value?
    private let evidence: [DeviceMap.Value]
    private let place: DocumentPlace

    init(_ map: inout DocumentMapping, values: [DeviceMap.Value]) throws(DocumentError) {
        var weighing = try map.mapping("weighing", of: "weighing")
        place = weighing.place
        weight = try Self.named("weight", in: &weighing, values)
        status = try Self.named("status", in: &weighing, values)
        image =
            weighing.has("status_image")
            ? try Self.named("status_image", in: &weighing, values) : nil
        var others: [DeviceMap.Value] = []
        for node in try weighing.optionalNodes("evidence") ?? [] {
            others.append(try Self.named(node, values))
        }
        evidence = others
        try weighing.finish()
    }

    /// The one request that reads all of it: weights and status of different requests may belong
    /// to different moments, so a map that needs two is refused.
    func request(
        forbidden: [RegisterSpan], limits: RegisterLimits
    ) throws(DocumentError) -> RegisterRequest {
        let spans = ([weight, status] + [image].compactMap { $0 } + evidence).map(\.span)
        let plan: RegisterPlan
        do {
            plan = try RegisterPlan(reading: spans, forbidden: forbidden, limits: limits)
        } catch {
            throw DocumentError(place, "weighing: \(error)")
        }
        guard let request = plan.requests.first, plan.requests.count == 1 else {
            throw DocumentError(
                place,
                "weighing: these values need \(plan.requests.count) requests, but weight "
                    + "and status of one weighing are read in one; raise max_gap or name less")
        }
        return request
    }

    private static func named(
        _ key: String, in weighing: inout DocumentMapping, _ values: [DeviceMap.Value]
    ) throws(DocumentError) -> DeviceMap.Value {
        let node = try weighing.node(key)
        return try named(node, values)
    }

    private static func named(
        _ node: DocumentNode, _ values: [DeviceMap.Value]
    ) throws(DocumentError) -> DeviceMap.Value {
        guard case .scalar(let name, _) = node.value,
            let value = values.first(where: { $0.name == name })
        else {
            throw DocumentError(
                node.place,
                "not the name of a value of this map; there are "
                    + values.map(\.name).joined(separator: ", "))
        }
        return value
    }
}
