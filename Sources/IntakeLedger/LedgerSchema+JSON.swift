// An allow-list as people write it: under "schema" in a genesis state, and in a file of its own that
// the authorities decide on.

extension LedgerSchema {
    struct File: Codable {
        var version: UInt64
        var kinds: [UInt64]
        /// The body's keys by kind; under "claims" the keys of the claims.
        var keys: [String: [Int64]]
    }

    private static let claimsKey = "claims"

    /// Reads an allow-list: `{"version": 2, "kinds": [1], "keys": {"1": [1], "claims": [20]}}`.
    ///
    /// Throws `LedgerGenesisError` that names the member at fault.
    package init(json: [UInt8]) throws(LedgerGenesisError) {
        try self.init(try LedgerGenesis.read(json))
    }

    /// The allow-list as JSON, the same bytes every time.
    package var json: [UInt8] { LedgerGenesis.written(file) }

    /// The same list under another number.
    package func numbered(_ version: UInt64) -> LedgerSchema {
        LedgerSchema(version: version, bodies: bodies, claims: claims)
    }

    var file: File {
        File(
            version: version, kinds: bodies.keys.sorted(),
            keys: Dictionary(
                uniqueKeysWithValues: bodies.map { (String($0), $1.sorted()) }
                    + [(LedgerSchema.claimsKey, claims.sorted())]))
    }

    init(_ file: File) throws(LedgerGenesisError) {
        var keys = file.keys
        let claims = keys.removeValue(forKey: LedgerSchema.claimsKey) ?? []
        var bodies: [UInt64: Set<Int64>] = [:]
        for kind in file.kinds {
            guard let allowed = keys.removeValue(forKey: String(kind)) else {
                throw LedgerGenesisError("schema: kind \(kind) has no keys")
            }
            bodies[kind] = Set(allowed)
        }
        if let stranger = keys.keys.min() {
            throw LedgerGenesisError("schema: keys '\(stranger)' belong to no kind")
        }
        self.init(version: file.version, bodies: bodies, claims: Set(claims))
    }
}
