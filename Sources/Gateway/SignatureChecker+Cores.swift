import LightClients
import Threads

extension SignatureChecker {
    /// On every core that is free: a commit of many validators is mostly signatures.
    static let onAllCores = SignatureChecker { Cores.firstFailure(among: $0, $1) }
}
