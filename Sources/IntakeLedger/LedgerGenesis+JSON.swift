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

        struct Board: Codable {
            var keys: [String]
            var threshold: Int
        }

        var gateways: [Gateway]
        var schema: LedgerSchema.File
        var authorities: Board?
    }

    /// Reads a genesis state.
    ///
    /// Throws `LedgerGenesisError` that names the member at fault.
    package init(json: [UInt8]) throws(LedgerGenesisError) {
        let file: File = try LedgerGenesis.read(json)
        var gateways: [GatewayRegistration] = []
        for gateway in file.gateways {
            gateways.append(try LedgerGenesis.registration(gateway))
        }
        guard Set(gateways.map(\.gateway)).count == gateways.count else {
            throw LedgerGenesisError("gateways: one is named twice")
        }
        guard gateways.count <= LedgerLimits.gateways else {
            throw LedgerGenesisError("gateways: more than \(LedgerLimits.gateways)")
        }
        self.init(
            gateways: gateways, schema: try LedgerSchema(file.schema),
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
            schema: schema.file,
            authorities: authorities == .none
                ? nil
                : File.Board(
                    keys: authorities.keys.map { Base64.encode($0.raw) },
                    threshold: authorities.threshold))
        return LedgerGenesis.written(file)
    }

    /// A value that stands as JSON.
    static func read<Value: Decodable>(_ json: [UInt8]) throws(LedgerGenesisError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(json))
        } catch let error as DecodingError {
            throw LedgerGenesisError("not as expected: \(error)")
        } catch {
            throw LedgerGenesisError("not JSON: \(error)")
        }
    }

    /// A value as JSON, the same bytes every time.
    static func written(_ file: some Encodable) -> [UInt8] {
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
        guard GatewayURI.isOne(gateway.gateway) else {
            throw LedgerGenesisError("gateways: '\(gateway.gateway)' is no URI")
        }
        if let fault = Decision.fault(ofSite: gateway.site) {
            throw LedgerGenesisError("\(gateway.gateway): \(fault)")
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
}
