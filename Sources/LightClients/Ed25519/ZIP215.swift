import Crypto

/// Ed25519 verification as ZIP 215 defines it for everybody who must agree on it.
///
/// Points may be encoded with coordinates of p and above; S must be below the group's order; the
/// equation is checked times 8. Slow and variable in time: everything it sees is public.
enum ZIP215 {
    /// The order of the group, 2^252 + 27742317777372353535851937790883648493, low byte first.
    private static let order: [UInt8] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ]

    /// Whether [8][S]B = [8]R + [8][k]A.
    static func isValid(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        let (encodedR, s) = (Array(signature[..<32]), Array(signature[32...]))
        guard isBelowOrder(s), let keyPoint = EdwardsPoint(encoded: publicKey),
            let r = EdwardsPoint(encoded: encodedR)
        else { return false }
        let k = hash(encodedR, publicKey, message)
        // [S]B - [k]A - R. The hash is not reduced by the order: what that would change lies in
        // the small subgroup, and the factor 8 removes it.
        var sum = EdwardsPoint.identity
        for bit in (0..<512).reversed() {
            sum = sum + sum
            if isSet(bit, in: k) { sum = sum + keyPoint.negated }
            if bit < 256, isSet(bit, in: s) { sum = sum + .base }
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

    private static func isBelowOrder(_ scalar: [UInt8]) -> Bool {
        scalar.reversed().lexicographicallyPrecedes(order.reversed())
    }

    private static func isSet(_ bit: Int, in number: [UInt8]) -> Bool {
        number[bit / 8] >> UInt8(bit % 8) & 1 == 1
    }
}
