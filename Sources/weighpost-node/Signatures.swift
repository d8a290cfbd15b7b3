import ArgumentParser
import Evidence

/// What people are told of signatures: a name in a file is a claim until it was checked.
enum Signatures {
    /// Writes a line for each signature; ends with 1 where a key at hand refutes one.
    static func show(_ message: COSESign, checkedBy keys: [VerifyingKey]) throws {
        var isRefuted = false
        for (signer, worth) in message.worth(to: keys) {
            switch worth {
            case .good: NodeExit.line("signed by key \(signer)")
            case .unchecked: NodeExit.line("claims to be signed by key \(signer), not checked")
            case .bad:
                NodeExit.line("FALSE, not signed by key \(signer)")
                isRefuted = true
            }
        }
        if isRefuted { throw NodeExit.refuted }
    }
}
