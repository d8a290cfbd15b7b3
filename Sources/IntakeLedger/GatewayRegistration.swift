package import Evidence
import Wire

/// A gateway as the authority registered it.
package struct GatewayRegistration: Hashable, Sendable {
    /// Whether the ledger takes its batches.
    package enum Status: UInt8, Hashable, Sendable, CaseIterable {
        /// Its batches are taken.
        case active = 1
        /// Not for now.
        case suspended = 2
        /// Never again.
        case revoked = 3
    }

    /// The gateway's URI.
    package let gateway: String
    /// The site it stands on.
    package let site: String
    /// The key that signs its batches and entries.
    package private(set) var key: VerifyingKey
    /// Whether its batches are taken.
    package private(set) var status: Status
    /// The keys it changed itself, oldest first; a few of the last.
    package private(set) var earlier: [EarlierKey]

    /// A key that the gateway gave up, and the last entry that it signed.
    ///
    /// What it signed up to there may be asked for again, by a gateway that lost its proof.
    package struct EarlierKey: Hashable, Sendable {
        package let key: VerifyingKey
        package let through: UInt64
    }

    /// Takes what the authority decided; a gateway is active unless told otherwise.
    package init(
        gateway: String, site: String, key: VerifyingKey, status: Status = .active,
        earlier: [EarlierKey] = []
    ) {
        (self.gateway, self.site) = (gateway, site)
        (self.key, self.status, self.earlier) = (key, status, earlier)
    }

    /// The same with what the authorities decided.
    func with(status: Status) -> GatewayRegistration {
        var changed = self
        changed.status = status
        return changed
    }

    /// The same with a key that the authorities decided on: what the old one signed counts no more.
    func with(key: VerifyingKey) -> GatewayRegistration {
        var changed = self
        (changed.key, changed.earlier) = (key, [])
        return changed
    }

    /// The same after the gateway's own `key` entry.
    func rotated(to next: VerifyingKey, after seq: UInt64) -> GatewayRegistration {
        var changed = self
        changed.earlier = (earlier + [EarlierKey(key: key, through: seq)])
            .suffix(Self.mostEarlierKeys)
        changed.key = next
        return changed
    }

    private static let mostEarlierKeys = 16

    /// Whether a batch up to some entry may be signed with this key.
    func accepts(_ key: VerifyingKey, through last: UInt64) -> Bool {
        key == self.key || earlier.contains { $0.key == key && last <= $0.through }
    }

    /// The key of this thumbprint that may sign a batch up to some entry.
    func key(_ thumbprint: Digest, through last: UInt64) -> VerifyingKey? {
        ([key] + earlier.filter { last <= $0.through }.map(\.key))
            .first { $0.thumbprint == thumbprint }
    }

    /// The order of the registry and of the heads: by the bytes of the URI.
    static func inOrder(_ left: GatewayRegistration, _ right: GatewayRegistration) -> Bool {
        left.gateway.utf8.lexicographicallyPrecedes(right.gateway.utf8)
    }

    /// Reads a leaf.
    init(leaf: CBOR) throws(CBORError) {
        guard let bytes = leaf.bytesValue, let parts = try CBOR(decoding: bytes).arrayValue,
            (4...5).contains(parts.count), let gateway = parts[0].textValue,
            let site = parts[1].textValue,
            let key = parts[2].bytesValue.flatMap({ VerifyingKey(raw: $0) }),
            let status = parts[3].uint.flatMap({ Status(rawValue: UInt8(clamping: $0)) })
        else { throw .wrongType("a gateway: [gateway, site, key, status, ? earlier keys]") }
        self.init(
            gateway: gateway, site: site, key: key, status: status,
            earlier: parts.count == 5 ? try Self.earlier(parts[4]) : [])
    }

    private static func earlier(_ value: CBOR) throws(CBORError) -> [EarlierKey] {
        var keys: [EarlierKey] = []
        for item in value.arrayValue ?? [] {
            guard let pair = item.arrayValue, pair.count == 2,
                let key = pair[0].bytesValue.flatMap({ VerifyingKey(raw: $0) }),
                let through = pair[1].uint
            else { throw .wrongType("an earlier key: [key, last entry]") }
            keys.append(EarlierKey(key: key, through: through))
        }
        guard !keys.isEmpty else { throw .wrongType("earlier keys: one at least") }
        return keys
    }

    /// The leaf of the registry's tree: `[gateway, site, key, status, ? [+ [key, last entry]]]`, the
    /// last part only where the gateway has changed its key.
    var leaf: [UInt8] {
        let own: [CBOR] = [
            .text(gateway), .text(site), .bytes(key.raw), .unsigned(UInt64(status.rawValue)),
        ]
        let pairs = earlier.map { CBOR.array([.bytes($0.key.raw), .unsigned($0.through)]) }
        return CBOR.array(own + (pairs.isEmpty ? [] : [.array(pairs)])).encoded()
    }
}

extension GatewayRegistration.Status: CustomStringConvertible {
    /// The name it has in a genesis file.
    package var description: String {
        switch self {
        case .active: "active"
        case .suspended: "suspended"
        case .revoked: "revoked"
        }
    }
}
