import Evidence
package import Wire

/// What may stand in clear in an entry: an allow-list that is part of the ledger's state.
///
/// It names the kinds of entry, the keys of each kind's body, and the keys of the claims, which may
/// only ever be there as digests. What it does not name is refused, so that neither a person nor a
/// contract gets onto the chain by mistake.
package struct LedgerSchema: Hashable, Sendable {
    /// Counts the lists, from 1.
    package let version: UInt64
    /// The keys that the body of each kind may have, by the kind's number.
    package let bodies: [UInt64: Set<Int64>]
    /// The keys of claims.
    package let claims: Set<Int64>

    /// Takes a list as it is.
    package init(version: UInt64, bodies: [UInt64: Set<Int64>], claims: Set<Int64>) {
        (self.version, self.bodies, self.claims) = (version, bodies, claims)
    }

    /// The keys of an entry's payload outside its body: version to body, and the claim digests.
    static let payloadKeys: Set<CBOR> = [1, 2, 3, 4, 5, 6, 7, digestsKey]
    static let digestsKey = CBOR.simple(59)

    /// SHA-256 over `[version, [* [kind, [* key]]], [* claim key]]`, everything in ascending order.
    package var digest: Digest { .of(cbor.encoded()) }

    var cbor: CBOR {
        let kinds = bodies.sorted { $0.key < $1.key }.map { kind, keys in
            CBOR.array([.unsigned(kind), .array(keys.sorted().map { .int($0) })])
        }
        return .array([
            .unsigned(version), .array(kinds), .array(claims.sorted().map { .int($0) }),
        ])
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 3, let version = parts[0].uint,
            let kinds = parts[1].arrayValue, let claims = parts[2].arrayValue
        else { throw .wrongType("allow-list: [version, [* [kind, [* key]]], [* claim]]") }
        var bodies: [UInt64: Set<Int64>] = [:]
        for item in kinds {
            guard let pair = item.arrayValue, pair.count == 2, let kind = pair[0].uint,
                let keys = pair[1].arrayValue
            else { throw .wrongType("a kind: [kind, [* key]]") }
            bodies[kind] = Set(keys.compactMap(\.int))
        }
        self.init(version: version, bodies: bodies, claims: Set(claims.compactMap(\.int)))
        guard cbor == value else { throw .invalid("an allow-list in another order") }
    }

    /// Why an entry may not stand on the chain; nil when it may.
    func refusal(of entry: EntryEnvelope) -> String? {
        let (kind, payload) = (entry.kind, entry.payload)
        guard entry.message.disclosures.isEmpty else { return "claims are opened in it" }
        guard let allowed = bodies[kind] else { return "kind \(kind) is not allowed" }
        if let pair = payload.first(where: { !LedgerSchema.payloadKeys.contains($0.key) }) {
            return refusal(ofKey: pair.key, in: "an entry")
        }
        guard let body = payload.first(where: { $0.key == 7 })?.value.mapValue else {
            return "the body is not a map"
        }
        let stranger = body.first { pair in
            pair.key.int.map { !allowed.contains($0) } ?? true
        }
        return stranger.flatMap { refusal(ofKey: $0.key, in: "a body of kind \(kind)") }
    }

    private func refusal(ofKey key: CBOR, in place: String) -> String {
        guard let number = key.int else { return "a key of \(place) is not allowed" }
        return claims.contains(number)
            ? "claim \(number) stands in clear in \(place)"
            : "key \(number) of \(place) is not allowed"
    }
}

extension LedgerSchema {
    /// The list of the first version: weigh-in, intake, outgoing, correction, void, reject, key, event
    /// and closing.
    package static let first = LedgerSchema(
        version: 1,
        bodies: [
            1: [1], 2: Set(1...10), 3: Set(1...8), 5: Set(1...7), 6: Set(1...3), 9: Set(1...10),
            11: Set(1...3), 14: Set(1...5), 15: Set(1...3),
        ],
        claims: [20, 21, 22])
}
