package import Evidence
import Wire

/// Who may change the registry and the rules: keys, and how many of them have to sign.
package struct Authorities: Hashable, Sendable {
    /// The keys, in the order of their bytes, each once.
    package let keys: [VerifyingKey]
    /// How many have to sign; with no keys nobody can change anything.
    package let threshold: Int

    /// Nobody: the genesis state stays as it is.
    package static let none = Authorities(checked: [], threshold: 0)

    /// Some keys and a threshold; nil unless it is between 1 and as many as there are.
    package init?(keys: [VerifyingKey], threshold: Int) {
        let keys = Set(keys).sorted { $0.raw.lexicographicallyPrecedes($1.raw) }
        guard keys.count <= COSESign.maximumSignatures,
            (1...max(1, keys.count)).contains(threshold),
            !keys.isEmpty
        else { return nil }
        self.init(checked: keys, threshold: threshold)
    }

    private init(checked keys: [VerifyingKey], threshold: Int) {
        (self.keys, self.threshold) = (keys, threshold)
    }

    /// `[threshold, [* key]]`.
    var cbor: CBOR {
        .array([.int(Int64(threshold)), .array(keys.map { .bytes($0.raw) })])
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 2, let threshold = parts[0].uint,
            let items = parts[1].arrayValue
        else { throw .wrongType("authorities: [threshold, [* key]]") }
        var keys: [VerifyingKey] = []
        for item in items {
            guard let raw = item.bytesValue, let key = VerifyingKey(raw: raw) else {
                throw .wrongType("an authority's key: 32 bytes")
            }
            keys.append(key)
        }
        if keys.isEmpty, threshold == 0 {
            self = .none
            return
        }
        guard let made = Authorities(keys: keys, threshold: Int(clamping: threshold)),
            made.keys == keys
        else { throw .invalid("authorities with another threshold or order than there can be") }
        self = made
    }
}
