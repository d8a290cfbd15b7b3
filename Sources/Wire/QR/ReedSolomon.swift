/// The check codewords of QR codes: Reed-Solomon over the 256-element field whose polynomial is
/// x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004, 7.5.2 and Annex A).
package enum ReedSolomon {
    /// The powers of 2, twice over, so that a sum of two logarithms needs no remainder.
    private static let powers: [UInt8] = {
        var power = 1
        return (0..<510).map { _ in
            defer { power = power < 128 ? power << 1 : power << 1 ^ 0x11D }
            return UInt8(power)
        }
    }()

    /// The logarithm of each element to base 2; zero has none, and what stands there is not read.
    private static let logarithms: [Int] = {
        var logarithms = [Int](repeating: 0, count: 256)
        for (exponent, power) in powers.prefix(255).enumerated() {
            logarithms[Int(power)] = exponent
        }
        return logarithms
    }()

    /// The check codewords of one block: what is left when its message is divided by a generator.
    package static func checkCodewords(of message: [UInt8], count: Int) -> [UInt8] {
        precondition(message.count + count < 256, "a block has at most 255 codewords")
        return remainder(of: message, dividedBy: generator(degree: count))
    }

    /// The remainder, highest coefficient first.
    static func remainder(of message: [UInt8], dividedBy generator: [UInt8]) -> [UInt8] {
        let coefficients = generator.map { logarithms[Int($0)] }
        var rest = message + [UInt8](repeating: 0, count: generator.count)
        for place in message.indices where rest[place] != 0 {
            let factor = logarithms[Int(rest[place])]
            for (offset, coefficient) in coefficients.enumerated() {
                rest[place + 1 + offset] ^= powers[factor + coefficient]
            }
        }
        return Array(rest.suffix(generator.count))
    }

    /// (x − 2⁰)(x − 2¹)… with so many factors; the leading 1 is left out.
    ///
    /// Every coefficient has a logarithm: with a zero among them the generator would be a codeword
    /// lighter than the code has any.
    static func generator(degree: Int) -> [UInt8] {
        var product: [UInt8] = [1]
        for exponent in 0..<degree {
            let shifted = [0] + product.map { multiply($0, powers[exponent]) }
            product = zip(product + [0], shifted).map { $0 ^ $1 }
        }
        return Array(product.dropFirst())
    }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        guard left != 0, right != 0 else { return 0 }
        return powers[logarithms[Int(left)] + logarithms[Int(right)]]
    }
}
