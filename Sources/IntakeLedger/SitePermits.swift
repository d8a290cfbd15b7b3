import Wire

/// What each site may take in; a site without permits may take anything.
///
/// Sites are told apart by their bytes: two names that only a table of Unicode calls equal are two,
/// and every node has to see that alike.
package struct SitePermits: Hashable, Sendable {
    private var bySite: [[UInt8]: Set<String>] = [:]

    /// The codes of a site as "scheme code"; nil where it has no permits.
    package subscript(site site: String) -> Set<String>? {
        get { bySite[Array(site.utf8)] }
        set { bySite[Array(site.utf8)] = newValue }
    }

    /// `[* [site, [* code]]]`, in ascending order.
    var cbor: CBOR {
        .array(
            Self.ascending(
                bySite.map { site, codes in
                    .array([
                        .text(String(decoding: site, as: UTF8.self)),
                        .array(Self.ascending(codes.map { .text($0) })),
                    ])
                }))
    }

    init() {}

    init(_ value: CBOR) throws(CBORError) {
        guard let items = value.arrayValue else {
            throw .wrongType("permits: [* [site, [* code]]]")
        }
        for item in items {
            guard let pair = item.arrayValue, pair.count == 2, let site = pair[0].textValue,
                let codes = pair[1].arrayValue
            else { throw .wrongType("permits: [site, [* code]]") }
            self[site: site] = Set(codes.compactMap(\.textValue))
        }
    }

    private static func ascending(_ items: [CBOR]) -> [CBOR] {
        items.map { (item: $0, bytes: $0.encoded()) }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.item)
    }
}
