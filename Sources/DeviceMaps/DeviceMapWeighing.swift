import Documents

/// The part of a map that says what one weighing is made of.
struct DeviceMapWeighing {
    let weight: DeviceMap.Value
    let status: DeviceMap.Value
    private let basis: WeighingRule.Basis
    private let image: DeviceMap.Value?
    private let evidence: [DeviceMap.Value]
    /// Whether the device keeps weight and status where one request cannot read both.
    private let isApart: Bool
    private let place: DocumentPlace

    init(_ map: inout DocumentMapping, values: [DeviceMap.Value]) throws(DocumentError) {
        var weighing = try map.mapping("weighing")
        place = weighing.place
        let weightNode = try weighing.node("weight")
        weight = try DeviceMap.Value.named(weightNode, values)
        guard weight.codec.type.isNumber else {
            throw weightNode.error("\"\(weight.name)\" is a \(weight.codec.type), not a weight")
        }
        let statusNode = try weighing.node("status")
        status = try DeviceMap.Value.named(statusNode, values)
        guard status.bitWidth <= 32, status.codec.type != .float32, status.codec.type != .string
        else { throw statusNode.error("a status is a whole number of at most 32 bits") }
        basis =
            try weighing.optionalChoice(
                "basis", DeviceMap.namesOf(WeighingRule.Basis.self)) ?? .gross
        image = try weighing.optionalNode("status_image").map {
            node throws(DocumentError) in try DeviceMap.Value.named(node, values)
        }
        var others: [DeviceMap.Value] = []
        for node in try weighing.optionalNodes("evidence") ?? [] {
            others.append(try DeviceMap.Value.named(node, values))
        }
        evidence = others
        isApart = try weighing.optionalBool("apart") ?? false
        try weighing.finish()
    }

    /// The rule, with the requests that read all of it.
    ///
    /// `needed` are values that status, point, unit or sign come from. Weights and status of
    /// different requests may belong to different moments, so a map that needs two is refused
    /// unless it says `apart`: then the status is asked before and after.
    func rule(
        needed: [DeviceMap.Value], forbidden: [RegisterSpan], limits: RegisterLimits
    ) throws(DocumentError) -> WeighingRule {
        var names = Set([weight.name, status.name] + [image?.name].compactMap { $0 })
        let companions = (evidence + needed).filter { names.insert($0.name).inserted }
        let core = [weight] + [image].compactMap { $0 } + companions
        let requests: [RegisterRequest]
        if isApart {
            let around = try single([status], "the status", forbidden, limits)
            let inner = try single(core, "the weight", forbidden, limits)
            requests = [around, inner, around]
        } else {
            requests = [try single([status] + core, "weight and status", forbidden, limits)]
        }
        return WeighingRule(
            weight: weight, basis: basis, status: status, image: image, companions: companions,
            requests: requests)
    }

    private func single(
        _ values: [DeviceMap.Value], _ what: String, _ forbidden: [RegisterSpan],
        _ limits: RegisterLimits
    ) throws(DocumentError) -> RegisterRequest {
        let plan: RegisterPlan
        do {
            plan = try RegisterPlan(
                reading: values.map(\.span), forbidden: forbidden, limits: limits)
        } catch {
            throw DocumentError(place, "weighing: \(error)")
        }
        guard let request = plan.requests.first, plan.requests.count == 1 else {
            throw DocumentError(
                place,
                "weighing: \(what) need \(plan.requests.count) requests, but belong to one moment "
                    + "only when one reads them; raise max_gap, name less, or say 'apart: true' "
                    + "where the device keeps weight and status in different tables")
        }
        return request
    }
}
