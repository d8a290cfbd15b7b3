package import Evidence
package import Wire

/// A gateway as the registry has it, and how far its journal is recorded, each with its path.
///
/// Both trees have a leaf for each gateway, in the order of the bytes of their URIs, so that both
/// leaves of a gateway have the same index. That order is also what proves that one is not
/// registered: the leaves of its neighbours stand beside each other.
package struct ProvenMember: Hashable, Sendable {
    package let registration: GatewayRegistration
    package let head: HeadProof.Head
    /// The leaf's place in both trees, from 0, and how many leaves each has.
    package let index: Int
    package let total: Int
    /// From the registration's leaf to the registry's root.
    package let registrationAunts: [Digest]
    /// From the head's leaf to the root of all heads.
    package let headAunts: [Digest]
    /// The number of the entry of which it showed two; nil for an honest one.
    ///
    /// Not proven by a path: the policy is one digest.
    package let forkedAt: UInt64?

    /// The leaf `[gateway, site, key, status, ? earlier keys]`.
    package var leaf: [UInt8] { registration.leaf }
}

extension IntakeLedger {
    /// How many gateways are registered.
    package var memberCount: Int { registry.ordered.count }

    /// Gateways in the order of their URIs, from a place on.
    package func members(from first: Int, limit: Int) -> [ProvenMember] {
        let end = first + min(limit, memberCount - first)
        return first < end ? members(at: Array(first..<end)) : []
    }

    /// A gateway; nil for one that is not registered.
    package func member(_ gateway: String) -> ProvenMember? {
        registry[gateway].flatMap { _ in
            registry.ordered.firstIndex { $0.utf8.elementsEqual(gateway.utf8) }
        }.flatMap { members(at: [$0]).first }
    }

    /// The gateways between which one would stand that is not registered: two, or one at an end; none
    /// where there are none.
    package func neighbours(of stranger: String) -> [ProvenMember] {
        let place = registry.ordered.firstIndex {
            stranger.utf8.lexicographicallyPrecedes($0.utf8)
        }
        let next = place ?? memberCount
        return members(at: [next - 1, next].filter { $0 >= 0 && $0 < memberCount })
    }

    /// The gateways of a site.
    package func gateways(of site: String) -> [String] {
        registry.ordered.filter { registry[$0]?.site == site }
    }

    private func members(at places: [Int]) -> [ProvenMember] {
        let all = registry.ordered.compactMap { registry[$0] }
        let heads = all.map {
            HeadProof.Head(gateway: $0.gateway, link: chains[$0.gateway]?.head ?? .start)
        }
        let registrations = MerkleLevels(over: all.map { MerkleTree.leafHash($0.leaf) })
        let headLevels = MerkleLevels(over: heads.map { MerkleTree.leafHash($0.bytes) })
        return places.map { place in
            ProvenMember(
                registration: all[place], head: heads[place], index: place, total: all.count,
                registrationAunts: registrations.path(at: place),
                headAunts: headLevels.path(at: place),
                forkedAt: registry.policy.forks[all[place].gateway]?.seq)
        }
    }
}

extension IntakeLedger {
    /// The same state without what waits in the mempool: for who only asks, and keeps it a while.
    package var settled: IntakeLedger {
        var state = self
        state.seen = SeenBatches()
        return state
    }
}
