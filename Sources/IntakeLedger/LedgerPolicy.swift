import Evidence
import Intake
package import Wire

/// What the authorities decided beside the registry: who they are, code lists, permits.
package struct LedgerPolicy: Hashable, Sendable {
    /// Who may change anything.
    package internal(set) var authorities: Authorities
    /// The published code lists, by scheme and version.
    package internal(set) var lists: [ListName: CodeList] = [:]
    /// What each site may take in.
    package internal(set) var permits = SitePermits()
    /// The resolutions so far, in their order.
    package internal(set) var resolutions: [ResolvedOnce] = []
    /// Gateways that showed two entries of one number, with the first such case of each.
    package internal(set) var forks: [String: ForkEvidence] = [:]

    /// The name of a code list.
    package struct ListName: Hashable, Sendable {
        package let scheme: String
        package let version: String
    }

    package init(authorities: Authorities = .none) {
        self.authorities = authorities
    }

    /// A permit in the spelling of the records: the scheme, and the code without spaces.
    static func permit(_ text: String) -> String {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return text }
        return permit(
            WasteCode(scheme: String(parts[0]), listVersion: "", code: String(parts[1])))
    }

    /// A permit's spelling of a code.
    static func permit(_ code: WasteCode) -> String { "\(code.scheme) \(code.code)" }

    /// Everything, in ascending order: `[authorities, lists, permits, resolutions, forks]`.
    var cbor: CBOR {
        let lists = lists.values.map(\.cbor).sorted { Self.precedes($0, $1) }
        let forks = forks.map { $1.cbor(of: $0) }.sorted { Self.precedes($0, $1) }
        return .array([
            authorities.cbor, .array(lists), permits.cbor,
            .array(resolutions.map(\.cbor)), .array(forks),
        ])
    }

    /// The digests of the transactions that it follows from: resolutions in their order, then what shows
    /// the forks, by gateway.
    var evidence: [Digest] {
        resolutions.map(\.transaction)
            + forks.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map(\.value.transaction)
    }

    private static func precedes(_ left: CBOR, _ right: CBOR) -> Bool {
        left.encoded().lexicographicallyPrecedes(right.encoded())
    }

    /// What stands under the app hash: the digest of `[chain id, policy]`, and how many resolutions
    /// there were.
    func part(of chainID: String) -> LedgerRoots.Part {
        LedgerRoots.Part(
            root: .of(CBOR.array([.text(chainID), cbor]).encoded()),
            count: UInt64(resolutions.count))
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 5, let lists = parts[1].arrayValue,
            let resolutions = parts[3].arrayValue, let forks = parts[4].arrayValue
        else { throw .wrongType("policy: [authorities, lists, permits, resolutions, forks]") }
        authorities = try Authorities(parts[0])
        for item in lists {
            let list = try CodeList(item)
            self.lists[ListName(scheme: list.scheme, version: list.version)] = list
        }
        permits = try SitePermits(parts[2])
        for item in resolutions {
            self.resolutions.append(try ResolvedOnce(item))
        }
        for item in forks {
            let (gateway, fork) = try ForkEvidence.reading(item)
            self.forks[gateway] = fork
        }
    }
}

/// What the authorities decided, by its digests.
package struct ResolvedOnce: Hashable, Sendable {
    /// Of what was decided, whoever signed it.
    package let digest: Digest
    /// Of the transaction, signatures included.
    package let transaction: Digest

    /// `[resolution, transaction]`.
    var cbor: CBOR { .array([.digest(digest), .digest(transaction)]) }

    init(digest: Digest, transaction: Digest) {
        (self.digest, self.transaction) = (digest, transaction)
    }

    init(_ value: CBOR) throws(CBORError) {
        guard let pair = value.arrayValue, pair.count == 2, let digest = pair[0].digest,
            let transaction = pair[1].digest
        else { throw .wrongType("a resolution: [digest, transaction]") }
        self.init(digest: digest, transaction: transaction)
    }
}

/// A gateway showed two entries of one number: what was recorded, and what it showed later.
package struct ForkEvidence: Hashable, Sendable {
    package let seq: UInt64
    package let recorded: Digest
    package let shown: Digest
    /// The digest of the transaction that shows it, signed by the gateway.
    package let transaction: Digest

    /// `[gateway, seq, recorded, shown, transaction]`.
    func cbor(of gateway: String) -> CBOR {
        .array([
            .text(gateway), .unsigned(seq), .digest(recorded), .digest(shown),
            .digest(transaction),
        ])
    }

    static func reading(
        _ value: CBOR
    ) throws(CBORError) -> (gateway: String, fork: ForkEvidence) {
        guard let parts = value.arrayValue, parts.count == 5, let gateway = parts[0].textValue,
            let seq = parts[1].uint, let recorded = parts[2].digest, let shown = parts[3].digest,
            let transaction = parts[4].digest
        else { throw .wrongType("fork: [gateway, seq, recorded, shown, transaction]") }
        return (
            gateway,
            ForkEvidence(seq: seq, recorded: recorded, shown: shown, transaction: transaction)
        )
    }
}
