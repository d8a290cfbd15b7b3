package import Wire

/// One entry in a batch: whole, or as its digest alone.
package enum BatchItem: Hashable, Sendable {
    /// The whole bytes.
    case entry([UInt8])
    /// Its existence without its content: a record on hold, or one the ledger would not have.
    case digest(Digest)

    /// The digest of the entry.
    package var digest: Digest {
        switch self {
        case .entry(let bytes): .of(bytes)
        case .digest(let digest): digest
        }
    }

    /// What stands in the transaction: 32 bytes are a digest, anything else is an entry.
    package var bytes: [UInt8] {
        switch self {
        case .entry(let bytes): bytes
        case .digest(let digest): digest.bytes
        }
    }

    init(_ bytes: [UInt8]) {
        self = Digest(bytes).map { .digest($0) } ?? .entry(bytes)
    }
}
