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
    package let key: VerifyingKey
    /// Whether its batches are taken.
    package let status: Status

    /// Takes what the authority decided; a gateway is active unless told otherwise.
    package init(gateway: String, site: String, key: VerifyingKey, status: Status = .active) {
        (self.gateway, self.site) = (gateway, site)
        (self.key, self.status) = (key, status)
    }

    /// The order of the registry and of the heads: by the bytes of the URI.
    static func inOrder(_ left: GatewayRegistration, _ right: GatewayRegistration) -> Bool {
        left.gateway.utf8.lexicographicallyPrecedes(right.gateway.utf8)
    }

    /// Reads a leaf.
    init(leaf: CBOR) throws(CBORError) {
        guard let bytes = leaf.bytesValue, let parts = try CBOR(decoding: bytes).arrayValue,
            parts.count == 4, let gateway = parts[0].textValue, let site = parts[1].textValue,
            let key = parts[2].bytesValue.flatMap({ VerifyingKey(raw: $0) }),
            let status = parts[3].uint.flatMap({ Status(rawValue: UInt8(clamping: $0)) })
        else { throw .wrongType("a gateway: [gateway, site, key, status]") }
        self.init(gateway: gateway, site: site, key: key, status: status)
    }

    /// The leaf of the registry's tree: `[gateway, site, key, status]`.
    var leaf: [UInt8] {
        CBOR.array([
            .text(gateway), .text(site), .bytes(key.raw), .unsigned(UInt64(status.rawValue)),
        ]).encoded()
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
