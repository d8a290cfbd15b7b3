import Evidence
import LightClients
import UpstreamNodes
import Wire

extension UpstreamNode {
    /// The proof that the ledger's log has an entry of a gateway, after the block of a height, or under the newest
    /// state whose next header is there already.
    ///
    /// Throws `UpstreamError`, and `EvidenceError` where the node shows no proof.
    func logProof(
        of gateway: String, _ seq: UInt64, at height: Int64? = nil
    ) async throws -> (height: Int64, proof: LogProof) {
        let asked: Int64
        if let height {
            asked = height
        } else {
            asked = max(1, try await status().sync.latest.height - 1)
        }
        let answer = try await query(
            "/log", data: LogProof.question(of: gateway, seq), height: asked)
        guard let step = answer.proof?.first(where: { $0.type == LogProof.operation }) else {
            throw EvidenceError(
                "\(name) has no proof of entry \(seq): \(answer.log); it may have been recorded or "
                    + "restarted just now, so ask again in a moment")
        }
        return (answer.height, try LogProof(value: answer.value, data: step.data))
    }
}
