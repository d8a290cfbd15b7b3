/// Knows the latest messages by their keys: what two gateways heard of one sender counts once.
package struct DuplicateFilter: Sendable {
    /// How many keys are remembered; whoever sends more in between sends anew.
    package static let capacity = 1024

    private var known: Set<String> = []
    private var order: [String] = []
    private var oldest = 0

    package init() {}

    /// Whether the key was not among the latest; it is from here on.
    package mutating func isNew(_ key: String) -> Bool {
        guard known.insert(key).inserted else { return false }
        if order.count < Self.capacity {
            order.append(key)
        } else {
            known.remove(order[oldest])
            order[oldest] = key
            oldest = (oldest + 1) % Self.capacity
        }
        return true
    }
}
