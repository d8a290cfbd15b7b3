/// A number modulo p = 2^255 - 19, in five limbs of 51 bits.
///
/// Limbs may be a little above 51 bits between operations; the bytes are always the least number.
struct FieldElement {
    private var limbs: (UInt64, UInt64, UInt64, UInt64, UInt64)

    private static let mask: UInt64 = 1 << 51 - 1

    static let zero = FieldElement(0)
    static let one = FieldElement(1)
    /// A square root of -1: 2 to the power of (p - 1)/4.
    private static let rootOfMinusOne = FieldElement(2).raised(toTwoTo: 253, minus: 5)

    init(_ small: UInt64) {
        precondition(small <= FieldElement.mask, "a small number")
        limbs = (small, 0, 0, 0, 0)
    }

    /// Reads 255 bits, low byte first; the topmost bit is left out.
    init(littleEndian bytes: [UInt8]) {
        precondition(bytes.count == 32, "a field element has 32 bytes")
        func limb(_ index: Int) -> UInt64 {
            let first = 51 * index
            return (0..<51).reduce(0) { limb, bit in
                let place = first + bit
                return limb | UInt64(bytes[place / 8] >> UInt8(place % 8) & 1) << UInt64(bit)
            }
        }
        limbs = (limb(0), limb(1), limb(2), limb(3), limb(4))
    }

    /// Brings limbs below 2^63 back to little more than 51 bits.
    private init(
        carrying a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64
    ) {
        let mask = FieldElement.mask
        let b = b + a >> 51
        let c = c + b >> 51
        let d = d + c >> 51
        let e = e + d >> 51
        limbs = ((a & mask) + 19 * (e >> 51), b & mask, c & mask, d & mask, e & mask)
    }

    static func + (left: FieldElement, right: FieldElement) -> FieldElement {
        let (a, b) = (left.limbs, right.limbs)
        return FieldElement(
            carrying: a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3 + b.3, a.4 + b.4)
    }

    static func - (left: FieldElement, right: FieldElement) -> FieldElement {
        // Four times p is added first, so that no limb falls below zero.
        let (a, b, low, high) = (left.limbs, right.limbs, 4 * (mask - 18), 4 * mask)
        return FieldElement(
            carrying: a.0 + low - b.0, a.1 + high - b.1, a.2 + high - b.2, a.3 + high - b.3,
            a.4 + high - b.4)
    }

    static prefix func - (element: FieldElement) -> FieldElement { zero - element }

    static func * (left: FieldElement, right: FieldElement) -> FieldElement {
        let (a, b) = (left.limbs, right.limbs)
        // What overflows 2^255 comes back times 19.
        let (b1, b2, b3, b4) = (19 * b.1, 19 * b.2, 19 * b.3, 19 * b.4)
        func sum(
            _ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, _ fifth: UInt64
        ) -> UInt128 {
            let low = UInt128(a.0) * UInt128(first) + UInt128(a.1) * UInt128(second)
            let middle = UInt128(a.2) * UInt128(third) + UInt128(a.3) * UInt128(fourth)
            return low + middle + UInt128(a.4) * UInt128(fifth)
        }
        let r0 = sum(b.0, b4, b3, b2, b1)
        let r1 = sum(b.1, b.0, b4, b3, b2) + r0 >> 51
        let r2 = sum(b.2, b.1, b.0, b4, b3) + r1 >> 51
        let r3 = sum(b.3, b.2, b.1, b.0, b4) + r2 >> 51
        let r4 = sum(b.4, b.3, b.2, b.1, b.0) + r3 >> 51
        func limb(_ sum: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: sum) & mask }
        let carried = UInt128(limb(r0)) + 19 * (r4 >> 51)
        return FieldElement(
            carrying: limb(carried), limb(r1) + UInt64(truncatingIfNeeded: carried >> 51),
            limb(r2), limb(r3), limb(r4))
    }
}

extension FieldElement {
    /// This number to the power of 2^bits - less, where `less` is 1...32.
    func raised(toTwoTo bits: Int, minus less: Int) -> FieldElement {
        precondition(bits > 5 && (1...32).contains(less), "the exponents that are needed here")
        // All bits of such an exponent are set, but for the lowest five: those of 32 - less.
        var power = FieldElement.one
        for bit in (0..<bits).reversed() {
            power = power * power
            if bit >= 5 || (32 - less) >> bit & 1 == 1 { power = power * self }
        }
        return power
    }

    /// One divided by this number: its power of p - 2.
    var inverted: FieldElement { raised(toTwoTo: 255, minus: 21) }

    /// A square root of u/v, either of the two; nil when there is none.
    static func squareRoot(of u: FieldElement, over v: FieldElement) -> FieldElement? {
        let cube = v * v * v
        let power = (u * cube * cube * v).raised(toTwoTo: 252, minus: 3)
        let candidate = u * cube * power
        let check = v * candidate * candidate
        if (check - u).isZero { return candidate }
        return (check + u).isZero ? candidate * rootOfMinusOne : nil
    }

    /// Whether the least number is odd.
    var isOdd: Bool { least.0 & 1 == 1 }
    /// Whether it is 0 modulo p.
    var isZero: Bool { least == (0, 0, 0, 0, 0) }

    /// The limbs of the least number that is the same modulo p.
    private var least: (UInt64, UInt64, UInt64, UInt64, UInt64) {
        // Twice, so that every limb is within 51 bits but for the very last carry.
        let once = FieldElement(carrying: limbs.0, limbs.1, limbs.2, limbs.3, limbs.4)
        let l = FieldElement(
            carrying: once.limbs.0, once.limbs.1, once.limbs.2, once.limbs.3, once.limbs.4
        ).limbs
        // Adding 19 carries out of bit 255 exactly when the number is p or above.
        var carry = (l.0 + 19) >> 51
        for limb in [l.1, l.2, l.3, l.4] { carry = (limb + carry) >> 51 }
        let mask = FieldElement.mask
        let r0 = l.0 + 19 * carry
        let r1 = l.1 + r0 >> 51
        let r2 = l.2 + r1 >> 51
        let r3 = l.3 + r2 >> 51
        let r4 = l.4 + r3 >> 51
        return (r0 & mask, r1 & mask, r2 & mask, r3 & mask, r4 & mask)
    }
}
