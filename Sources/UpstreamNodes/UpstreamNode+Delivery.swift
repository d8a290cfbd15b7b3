package import Delivery
import LightClients
package import Wire

extension UpstreamNode {
    /// Sends stored bytes; whatever happens is an answer.
    package func send(_ transaction: [UInt8]) async -> SendAnswer {
        do {
            return SendAnswer(try await broadcast(transaction))
        } catch {
            return SendAnswer(error)
        }
    }

    /// Asks where a transaction is; whatever happens is an answer.
    package func lookUp(_ hash: Digest) async -> LookUpAnswer {
        do {
            return .found(height: try await tx(hash).height)
        } catch {
            return LookUpAnswer(error)
        }
    }
}
