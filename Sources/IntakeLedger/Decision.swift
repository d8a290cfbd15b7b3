package import Evidence
import Wire

/// One thing that the authorities decide.
package enum Decision: Hashable, Sendable {
    /// A gateway is registered, active, with its key; it must be a new one.
    case register(gateway: String, site: String, key: VerifyingKey)
    /// A gateway's batches are taken or not; revoked is for good.
    case set(gateway: String, GatewayRegistration.Status)
    /// A gateway has another key from now on: the old one was lost, or its box.
    case rekey(gateway: String, VerifyingKey)
    /// What a site may take in, as "scheme code"; nil for anything.
    case permit(site: String, codes: [String]?)
    /// A code list.
    case publish(CodeList)
    /// What may stand in entries.
    case allow(LedgerSchema)
    /// Who decides from now on.
    case appoint(Authorities)

    /// The most permits of a site.
    private static let maximumPermits = 2_000

    /// `[number, …]`, by kind.
    var cbor: CBOR {
        switch self {
        case .register(let gateway, let site, let key):
            .array([1, .text(gateway), .text(site), .bytes(key.raw)])
        case .set(let gateway, let status):
            .array([2, .text(gateway), .unsigned(UInt64(status.rawValue))])
        case .rekey(let gateway, let key): .array([3, .text(gateway), .bytes(key.raw)])
        case .permit(let site, let codes):
            .array([4, .text(site), codes.map { .array($0.map { .text($0) }) } ?? .null])
        case .publish(let list): .array([5, list.cbor])
        case .allow(let schema): .array([6, schema.cbor])
        case .appoint(let authorities): .array([7, authorities.cbor])
        }
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, let number = parts.first?.uint else {
            throw .wrongType("a decision: [number, …]")
        }
        let made: Decision? =
            switch (number, parts.count) {
            case (1, 4): Self.register(parts)
            case (2, 3): Self.status(parts)
            case (3, 3): Self.rekey(parts)
            case (4, 3): try Self.permit(parts)
            case (5, 2): .publish(try CodeList(parts[1]))
            case (6, 2): .allow(try LedgerSchema(parts[1]))
            case (7, 2): .appoint(try Authorities(parts[1]))
            default: nil
            }
        guard let made, made.cbor == value else {
            throw .invalid("decision \(number) is not one of this version, or spelt otherwise")
        }
        self = made
    }

    private static func register(_ parts: [CBOR]) -> Decision? {
        guard let gateway = parts[1].textValue, let site = parts[2].textValue,
            let key = parts[3].bytesValue.flatMap({ VerifyingKey(raw: $0) })
        else { return nil }
        return .register(gateway: gateway, site: site, key: key)
    }

    private static func status(_ parts: [CBOR]) -> Decision? {
        guard let gateway = parts[1].textValue,
            let status = parts[2].uint.flatMap({
                GatewayRegistration.Status(rawValue: UInt8(clamping: $0))
            })
        else { return nil }
        return .set(gateway: gateway, status)
    }

    private static func rekey(_ parts: [CBOR]) -> Decision? {
        guard let gateway = parts[1].textValue,
            let key = parts[2].bytesValue.flatMap({ VerifyingKey(raw: $0) })
        else { return nil }
        return .rekey(gateway: gateway, key)
    }

    private static func permit(_ parts: [CBOR]) throws(CBORError) -> Decision? {
        guard let site = parts[1].textValue else { return nil }
        if parts[2].isNull { return .permit(site: site, codes: nil) }
        guard let items = parts[2].arrayValue else { return nil }
        guard items.count <= maximumPermits else {
            throw .invalid("more than \(maximumPermits) permits of a site in one decision")
        }
        return .permit(site: site, codes: items.compactMap(\.textValue))
    }
}
