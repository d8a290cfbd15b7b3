import LightClients
import Wire

/// What happens to trust and belongs in the journal.
enum TrustHappening: Sendable {
    /// By what trust begins elsewhere.
    enum Origin: String, Sendable {
        case checkpoint, decision
    }

    /// Trust begins at another block from now on.
    case anchored(Anchor, by: Origin)
    /// Two blocks verify and contradict each other.
    case contradicted(height: Int64, hash: Digest)
}
