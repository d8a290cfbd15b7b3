import LightClients
import Threads

extension SignatureChecker {
    /// On every core that is free: a block of new batches is mostly signatures.
    static let onAllCores = SignatureChecker { Cores.firstFailure(among: $0, $1) }
}
