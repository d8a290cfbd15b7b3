import Crypto

extension Digest {
    /// The SHA-256 of some bytes.
    package static func of(_ bytes: [UInt8]) -> Digest {
        var hasher = SHA256()
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return sum(hasher)
    }

    /// The SHA-256 of one byte and then some bytes: a leaf of a Merkle tree.
    static func of(_ prefix: UInt8, _ bytes: [UInt8]) -> Digest {
        var hasher = SHA256()
        withUnsafeBytes(of: prefix) { hasher.update(bufferPointer: $0) }
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return sum(hasher)
    }

    /// The SHA-256 of one byte and then two digests: an inner node of a Merkle tree.
    static func of(_ prefix: UInt8, _ left: Digest, _ right: Digest) -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { node in
            node[0] = prefix
            left.withBytes {
                UnsafeMutableRawBufferPointer(rebasing: node[1...32]).copyMemory(from: $0)
            }
            right.withBytes {
                UnsafeMutableRawBufferPointer(rebasing: node[33...64]).copyMemory(from: $0)
            }
            var hasher = SHA256()
            hasher.update(bufferPointer: UnsafeRawBufferPointer(node))
            return sum(hasher)
        }
    }

    /// Ends a hash; its value as our own type.
    private static func sum(_ hasher: SHA256) -> Digest {
        hasher.finalize().withUnsafeBytes { Digest(memory: $0) }
    }
}
