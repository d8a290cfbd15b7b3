import Evidence
import Wire

/// What the authorities look after: gateways, the allow-list, and the policy.
struct Registry: Hashable, Sendable {
    private(set) var gateways: [String: GatewayRegistration]
    /// The gateways in the order of their leaves, as they were arranged last.
    private(set) var ordered: [String]
    private(set) var schema: LedgerSchema
    var policy: LedgerPolicy
    /// What stands under the app hash, as it was arranged last.
    private(set) var part: LedgerRoots.Part
    private var isArranged = false

    /// When a gateway is named twice, its first registration counts.
    init(_ registrations: [GatewayRegistration], schema: LedgerSchema, policy: LedgerPolicy) {
        gateways = Dictionary(
            registrations.map { ($0.gateway, $0) }, uniquingKeysWith: { first, _ in first })
        (self.schema, self.policy) = (schema, policy)
        (ordered, part) = ([], LedgerRoots.Part(root: .zero, count: 0))
        arrange()
    }

    var schemaPart: LedgerRoots.Part {
        LedgerRoots.Part(root: schema.digest, count: schema.version)
    }

    /// Whether nodes can keep it and read it back: bounds far above any consortium.
    var isBounded: Bool {
        gateways.count <= LedgerLimits.gateways
            && policy.cbor.encoded().count <= LedgerLimits.policyBytes
    }

    subscript(gateway: String) -> GatewayRegistration? { gateways[gateway] }

    /// Sorts and hashes the gateways, when one has changed: once for a block, whatever is in it.
    mutating func arrange() {
        guard !isArranged else { return }
        isArranged = true
        let registrations = gateways.values.sorted(by: GatewayRegistration.inOrder)
        ordered = registrations.map(\.gateway)
        part = LedgerRoots.Part(
            root: MerkleTree.root(of: registrations.map(\.leaf)),
            count: UInt64(registrations.count))
    }

    /// Applies a decision; the reason when it cannot be.
    mutating func apply(_ decision: Decision) -> String? {
        if let fault = decision.fault { return fault }
        switch decision {
        case .register(let gateway, let site, let key):
            return register(GatewayRegistration(gateway: gateway, site: site, key: key))
        case .set(let gateway, let status):
            return change(gateway) { $0.with(status: status) }
        case .rekey(let gateway, let key):
            return change(gateway) { $0.with(key: key) }
        case .permit(let site, let codes):
            policy.permits[site: site] = codes.map { Set($0.map { LedgerPolicy.permit($0) }) }
        case .publish(let list): return publish(list)
        case .allow(let schema):
            guard schema.version == self.schema.version + 1 else {
                return "allow-list \(schema.version) does not follow \(self.schema.version)"
            }
            // Nodes of one version must all read what they allow.
            guard schema.bodies.keys.allSatisfy({ EntryBody.kinds.contains($0) }) else {
                return "allow-list \(schema.version) has kinds that this version does not read"
            }
            self.schema = schema
        case .appoint(let authorities): policy.authorities = authorities
        }
        return nil
    }

    private mutating func register(_ registration: GatewayRegistration) -> String? {
        let uri = registration.gateway
        guard gateways[uri] == nil else { return "'\(uri)' is registered already" }
        gateways[uri] = registration
        isArranged = false
        return nil
    }

    private mutating func change(
        _ gateway: String, _ changed: (GatewayRegistration) -> GatewayRegistration
    ) -> String? {
        guard let old = gateways[gateway] else { return "'\(gateway)' is not registered" }
        guard old.status != .revoked else { return "'\(gateway)' is revoked, which is for good" }
        gateways[gateway] = changed(old)
        isArranged = false
        return nil
    }

    /// A gateway changed its key by an entry of its journal, which was recorded.
    mutating func rotate(_ gateway: String, to key: VerifyingKey, after seq: UInt64) {
        gateways[gateway] = gateways[gateway]?.rotated(to: key, after: seq)
        isArranged = false
    }

    private mutating func publish(_ list: CodeList) -> String? {
        let name = LedgerPolicy.ListName(scheme: list.scheme, version: list.version)
        guard policy.lists[name] == nil else {
            return "list \(list.version) of \(list.scheme) is published already"
        }
        policy.lists[name] = list
        return nil
    }
}
