/// The requests that read some values of a device, and around the values that it refuses.
///
/// A device refuses a whole block for one register that it lacks; so a refused block is halved,
/// value by value, until what is left can be read, and the rest is remembered.
package struct BlockPlan: Sendable, Hashable {
    /// What is asked, in this order.
    package private(set) var requests: [RegisterRequest]
    /// The values that the device refuses, by name.
    package private(set) var refused: Set<String> = []

    private let values: [DeviceMap.Value]
    private let forbidden: [RegisterSpan]
    private let limits: RegisterLimits

    /// - Throws: `RegisterPlanError` where a value cannot be read at all.
    package init(
        _ values: [DeviceMap.Value], forbidden: [RegisterSpan], limits: RegisterLimits
    ) throws(RegisterPlanError) {
        (self.values, self.forbidden, self.limits) = (values, forbidden, limits)
        requests = try RegisterPlan(
            reading: values.map(\.span), forbidden: forbidden, limits: limits
        ).requests
    }

    /// The device refused a request: what is asked instead, in two parts, or nothing when it was
    /// for one value.
    package mutating func refuse(_ request: RegisterRequest) -> [RegisterRequest] {
        guard let place = requests.firstIndex(of: request) else { return [] }
        let inside = values.filter { !refused.contains($0.name) && request.holds($0.span) }
        let spans = Set(inside.map(\.span)).sorted {
            $0.addresses.lowerBound < $1.addresses.lowerBound
        }
        guard spans.count > 1 else {
            refused.formUnion(inside.map(\.name))
            requests.remove(at: place)
            return []
        }
        let halves = [spans[..<(spans.count / 2)], spans[(spans.count / 2)...]]
        // Each part of what could be planned can be planned.
        let parts = halves.flatMap { half -> [RegisterRequest] in
            (try? RegisterPlan(reading: Array(half), forbidden: forbidden, limits: limits))?
                .requests ?? []
        }
        requests.replaceSubrange(place...place, with: parts)
        return parts
    }
}

extension RegisterRequest {
    fileprivate func holds(_ span: RegisterSpan) -> Bool {
        table == span.table && self.span.addresses.contains(span.addresses.lowerBound)
            && self.span.addresses.contains(span.addresses.upperBound)
    }
}
