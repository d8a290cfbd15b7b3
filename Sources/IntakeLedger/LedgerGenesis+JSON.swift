import Evidence
import FoundationEssentials
import Wire

// The genesis state as it stands under "app_state" in a chain's genesis file. Unknown members are
// left unread, as everywhere in that file.

extension LedgerGenesis {
    private struct File: Codable {
        struct Gateway: Codable {
            var gateway: String
            var site: String
            var key: String
            var status: String
        }

        struct Schema: Codable {
            var version: UInt64
            var kinds: [UInt64]
            /// The body's keys by kind; under "claims" the keys of the claims.
            var keys: [String: [Int64]]
        }

        struct Board: Codable {
            var keys: [String]
            var threshold: Int
        }

        var gateways: [Gateway]
        var schema: Schema
        var authorities: Board?
    }

    private static let claimsKey = "claims"

    /// Reads a genesis state.
    ///
    /// Throws `LedgerGenesisError` that names the member at fault.
    package init(json: [UInt8]) throws(LedgerGenesisError) {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(json))
        } catch let error as DecodingError {
            throw LedgerGenesisError("not as expected: \(error)")
        } catch {
            throw LedgerGenesisError("not JSON: \(error)")
        }
        var gateways: [GatewayRegistration] = []
        for gateway in file.gateways {
            gateways.append(try LedgerGenesis.registration(gateway))
        }
        guard Set(gateways.map(\.gateway)).count == gateways.count else {
            throw LedgerGenesisError("gateways: one is named twice")
        }
        self.init(
            gateways: gateways, schema: try LedgerGenesis.schema(file.schema),
            authorities: try file.authorities.map { board throws(LedgerGenesisError) in
                try LedgerGenesis.authorities(board)
            } ?? .none)
    }

    /// The genesis state as JSON, gateways in ascending order, the same bytes every time.
    package var json: [UInt8] {
        let file = File(
            gateways: gateways.sorted(by: GatewayRegistration.inOrder).map { one in
                File.Gateway(
                    gateway: one.gateway, site: one.site, key: Base64.encode(one.key.raw),
                    status: one.status.description)
            },
            schema: File.Schema(
                version: schema.version, kinds: schema.bodies.keys.sorted(),
                keys: Dictionary(
                    uniqueKeysWithValues: schema.bodies.map { (String($0), $1.sorted()) }
                        + [(LedgerGenesis.claimsKey, schema.claims.sorted())])),
            authorities: authorities == .none
                ? nil
                : File.Board(
                    keys: authorities.keys.map { Base64.encode($0.raw) },
                    threshold: authorities.threshold))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(file))
        } catch {
            preconditionFailure("texts and numbers are always JSON: \(error)")
        }
    }

    private static func registration(
        _ gateway: File.Gateway
    ) throws(LedgerGenesisError) -> GatewayRegistration {
        // Beyond ASCII two texts may look alike and differ; the URI of a gateway has no need of it.
        guard !gateway.gateway.isEmpty, gateway.gateway.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw LedgerGenesisError("gateways: '\(gateway.gateway)' is no URI")
        }
        guard let key = Base64.decode(gateway.key).flatMap({ VerifyingKey(raw: $0) }) else {
            throw LedgerGenesisError("\(gateway.gateway): key is not 32 bytes in base64")
        }
        let statuses = GatewayRegistration.Status.allCases
        guard let status = statuses.first(where: { $0.description == gateway.status }) else {
            throw LedgerGenesisError(
                "\(gateway.gateway): status '\(gateway.status)' is none of active, suspended, "
                    + "revoked")
        }
        return GatewayRegistration(
            gateway: gateway.gateway, site: gateway.site, key: key, status: status)
    }

    private static func authorities(
        _ board: File.Board
    ) throws(LedgerGenesisError) -> Authorities {
        let keys = board.keys.compactMap { Base64.decode($0).flatMap { VerifyingKey(raw: $0) } }
        guard keys.count == board.keys.count else {
            throw LedgerGenesisError("authorities: a key is not 32 bytes in base64")
        }
        guard let made = Authorities(keys: keys, threshold: board.threshold) else {
            throw LedgerGenesisError(
                "authorities: threshold \(board.threshold) of \(keys.count) keys")
        }
        return made
    }

    private static func schema(_ schema: File.Schema) throws(LedgerGenesisError) -> LedgerSchema {
        var keys = schema.keys
        let claims = keys.removeValue(forKey: claimsKey) ?? []
        var bodies: [UInt64: Set<Int64>] = [:]
        for kind in schema.kinds {
            guard let allowed = keys.removeValue(forKey: String(kind)) else {
                throw LedgerGenesisError("schema: kind \(kind) has no keys")
            }
            bodies[kind] = Set(allowed)
        }
        if let stranger = keys.keys.min() {
            throw LedgerGenesisError("schema: keys '\(stranger)' belong to no kind")
        }
        return LedgerSchema(version: schema.version, bodies: bodies, claims: Set(claims))
    }
}
