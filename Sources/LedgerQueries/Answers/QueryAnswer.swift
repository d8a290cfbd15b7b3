import HTTPListening
import IntakeLedger

/// The answers as JSON: bytes in base64, digests in lower-case hexadecimal.
///
/// What verifies an answer comes with it: the SHA-256 Merkle root (RFC 6962, section 2.1) over
/// `roots` is the app hash in the header after `height`.
enum QueryAnswer {
    static func json(_ reply: LedgerReply) -> (status: Int, body: [UInt8]) {
        switch reply {
        case .nothing(let what, let absence):
            (404, JSONBytes.of(AbsenceAnswer(error: what, absence)))
        case .status(let chainID, let state): (200, JSONBytes.of(StatusAnswer(chainID, state)))
        case .gateways(let members, let state, let next):
            (200, JSONBytes.of(GatewaysAnswer(members, state, next: next)))
        case .head(let value, let proof, let member, let state):
            (200, JSONBytes.of(HeadAnswer(value, proof, member, state)))
        case .entries(let proven, let state, let next):
            (200, JSONBytes.of(EntriesAnswer(proven, state, next: next)))
        case .way(let proven, let state, let gateway, let others, let next):
            (
                200,
                JSONBytes.of(
                    EntriesAnswer(proven, state, gateway: gateway, others: others, next: next))
            )
        case .sums(let sums, let filter, let state):
            (200, JSONBytes.of(SumsAnswer(sums, filter, state)))
        }
    }

    static func json(_ fault: QueryFault) -> [UInt8] {
        JSONBytes.of(FaultAnswer(error: fault.message))
    }
}

/// Why there is no answer.
struct FaultAnswer: AnswerPart {
    let error: String

    static let about = "Why there is no answer."
    static let fields: [AnswerField] = [.always("error", .text, "What is wrong, and what to try.")]
}

/// What several answers have.
extension AnswerField {
    static let height = always(
        "height", .count,
        "The block whose state answers; its app_hash stands in the header after it.")
    static let roots = always(
        "roots", .list(.bytes),
        "The leaves under the app_hash, each CBOR [name, root, number]; their RFC 6962 Merkle root "
            + "is the app_hash.")
    static let entries = always("entries", .list(.part(LoggedRow.self)), "In the order asked for.")
    static let logSize = always(
        "log_size", .count, "How many leaves the log has: the number in its leaf of 'roots'.")
    static func next(_ shape: AnswerShape = .count) -> AnswerField {
        known("next", shape, "Where the next page begins; left out at the end.")
    }
}
