import Crypto

/// Ed25519 verification as ZIP 215 defines it for everybody who must agree on it.
///
/// Points may be encoded with coordinates of p and above; S must be below the group's order; the
/// equation is checked times 8. Slow and variable in time: everything it sees is public.
enum ZIP215 {
    /// Whether [8][S]B = [8]R + [8][k]A.
    static func isValid(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        let encodedR = Array(signature[..<32])
        guard let s = GroupScalar(littleEndian: Array(signature[32...])),
            let keyPoint = EdwardsPoint(encoded: publicKey),
            let r = EdwardsPoint(encoded: encodedR)
        else { return false }
        let k = GroupScalar(reducing: hash(encodedR, publicKey, message))
        // [S]B - [k]A - R, both multiples in one run over the bits.
        let minusKey = keyPoint.negated
        let both = EdwardsPoint.base + minusKey
        var sum = EdwardsPoint.identity
        for bit in (0..<GroupScalar.bitCount).reversed() {
            sum = sum + sum
            switch (s.isSet(bit), k.isSet(bit)) {
            case (true, true): sum = sum + both
            case (true, false): sum = sum + .base
            case (false, true): sum = sum + minusKey
            case (false, false): break
            }
        }
        sum = sum + r.negated
        for _ in 0..<3 { sum = sum + sum }
        return sum.isIdentity
    }

    private static func hash(_ parts: [UInt8]...) -> [UInt8] {
        var hasher = SHA512()
        for part in parts {
            part.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        }
        return Array(hasher.finalize())
    }
}
