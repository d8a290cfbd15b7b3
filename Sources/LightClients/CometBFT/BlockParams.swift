package import Wire

/// The consensus parameters that a header's consensus hash covers.
package struct BlockParams: Hashable, Sendable {
    /// The most bytes a block may have.
    package var maxBytes: Int64
    /// The most gas a block may use; -1 for no limit.
    package var maxGas: Int64

    /// Takes the limits; without arguments those of a new chain.
    package init(maxBytes: Int64 = 22_020_096, maxGas: Int64 = -1) {
        (self.maxBytes, self.maxGas) = (maxBytes, maxGas)
    }

    /// The consensus hash: SHA-256 of the HashedParams message.
    package var hash: Digest {
        var writer = ProtobufWriter()
        writer.int64(field: 1, maxBytes)
        writer.int64(field: 2, maxGas)
        return Digest.of(writer.bytes)
    }
}
