import Evidence
import HTTPListening
import IntakeLedger
import Wire

/// A gateway, with the paths of its registration and its head.
struct GatewayRow: AnswerPart {
    let gateway: String
    let site: String
    let key: String
    let status: String
    let last: UInt64
    let digest: String
    let forked_at: UInt64?
    let index: Int
    let registration: String
    let registration_aunts: [String]
    let head: String
    let head_aunts: [String]

    init(_ member: ProvenMember) {
        let one = member.registration
        (gateway, site, status) = (one.gateway, one.site, one.status.description)
        key = Hex.encode(one.key.raw)
        (last, digest) = (member.head.link.seq, member.head.link.digest.description)
        (forked_at, index) = (member.forkedAt, member.index)
        (registration, head) = (Base64.encode(member.leaf), Base64.encode(member.head.bytes))
        registration_aunts = member.registrationAunts.map(\.description)
        head_aunts = member.headAunts.map(\.description)
    }

    static let about = "A registered gateway, and how far its journal is recorded."
    static let fields: [AnswerField] = [
        .always("gateway", .text, "Its URI."),
        .always("site", .text, "The site as the registry has it."),
        .always("key", .digest, "Its Ed25519 key."),
        .always(
            "status", .word(GatewayRegistration.Status.allCases.map(\.description)),
            "Whether its batches are taken."),
        .always("last", .count, "The number of its last entry; 0 for none."),
        .always("digest", .digest, "The digest of that entry; zeros for none."),
        .known(
            "forked_at", .count,
            "The number of an entry of which it showed two. This node's word: the transaction that "
                + "showed it stands in a block with code 17."),
        .always(
            "index", .count,
            "The place of both leaves, from 0, in trees of as many leaves as there are gateways."),
        .always(
            "registration", .bytes,
            "The leaf in the registry's tree: CBOR [gateway, site, key, status, ? earlier keys]."),
        .always(
            "registration_aunts", .list(.digest),
            "From its sibling up, to the root of 'registry' in 'roots'."),
        .always("head", .bytes, "The leaf in the tree of heads: CBOR [gateway, last, digest]."),
        .always("head_aunts", .list(.digest), "From its sibling up, to the root of 'heads'."),
    ]
}

/// A page of the registry.
struct GatewaysAnswer: AnswerPart {
    let height: Int64
    let roots: [String]
    let gateways: [GatewayRow]
    let next: Int?

    init(_ members: [ProvenMember], _ state: LedgerState, next: Int?) {
        (height, roots, self.next) = (state.height, state.encodedRoots, next)
        gateways = members.map(GatewayRow.init)
    }

    static let about =
        "A page of the registry. It is whole when the indices go from 0 to the number of 'registry' "
        + "in 'roots' without a gap."
    static let fields: [AnswerField] = [
        .height, .roots,
        .always("gateways", .list(.part(GatewayRow.self)), "In the order of their URIs' bytes."),
        .next(),
    ]
}

/// How far a gateway's journal is recorded.
struct HeadAnswer: AnswerPart {
    let height: Int64
    let roots: [String]
    let gateway: GatewayRow
    let value: String
    let proof: String

    init(_ value: [UInt8], _ proof: [UInt8], _ member: ProvenMember, _ state: LedgerState) {
        (height, roots, gateway) = (state.height, state.encodedRoots, GatewayRow(member))
        (self.value, self.proof) = (Base64.encode(value), Base64.encode(proof))
    }

    static let about = "How far a gateway's journal is recorded."
    static let fields: [AnswerField] = [
        .height, .roots, .always("gateway", .part(GatewayRow.self), "The gateway, with proofs."),
        .always("value", .bytes, "The head's leaf, as the node's own question /head answers it."),
        .always("proof", .bytes, "Its proof in one piece: CBOR [path, leaves under the app_hash]."),
    ]
}

/// What is not there, and what proves it.
struct AbsenceAnswer: AnswerPart {
    let error: String
    let height: Int64?
    let roots: [String]?
    let gateway: GatewayRow?
    let neighbours: [GatewayRow]?

    init(error: String, _ absence: Absence) {
        self.error = error
        switch absence {
        case .unproven: (height, roots, gateway, neighbours) = (nil, nil, nil, nil)
        case .beyond(let member, let state):
            (height, roots) = (state.height, state.encodedRoots)
            (gateway, neighbours) = (GatewayRow(member), nil)
        case .between(let members, let state):
            (height, roots) = (state.height, state.encodedRoots)
            (gateway, neighbours) = (nil, members.map(GatewayRow.init))
        }
    }

    static let about =
        "There is none. Proven for an entry beyond a gateway's head, and for a gateway that is not "
        + "registered; a record id or a digest that nobody wrote is one node's word."
    static let fields: [AnswerField] = [
        .always("error", .text, "What there is none of."),
        .known(
            "height", .count, "The block whose state answers, where the absence is proven."),
        .known("roots", .list(.bytes), "The leaves under the app_hash of the header after it."),
        .known(
            "gateway", .part(GatewayRow.self), "The gateway whose journal ends before the entry."),
        .known(
            "neighbours", .list(.part(GatewayRow.self)),
            "The gateways between which it would stand: their indices follow each other, or one is "
                + "the first or the last; none where none is registered."),
    ]
}
