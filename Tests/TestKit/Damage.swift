/// Bytes as a bad disk, a bad line or an attacker leaves them.
package enum Damage {
    /// Damages bytes in one of several ways; the same seed gives the same damage.
    package static func done(
        to bytes: [UInt8], using random: inout SeededGenerator
    ) -> [UInt8] {
        guard !bytes.isEmpty else { return [UInt8.random(in: .min ... .max, using: &random)] }
        var damaged = bytes
        let place = Int.random(in: damaged.indices, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: damaged.removeLast(damaged.count - place)
        case 1: damaged.remove(at: place)
        case 2: damaged.insert(.random(in: .min ... .max, using: &random), at: place)
        case 3: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 4:
            let end = min(damaged.count, place + Int.random(in: 1...16, using: &random))
            damaged.insert(contentsOf: damaged[place..<end], at: place)
        case 5:
            for _ in 0..<Int.random(in: 2...8, using: &random) {
                damaged[Int.random(in: damaged.indices, using: &random)] =
                    .random(in: .min ... .max, using: &random)
            }
        default:
            // Lengths and counts of every width, as large as they can be.
            let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
            let head = [0x5b, 0x9b, 0xbb, 0x7b, 0x1b].randomElement(using: &random) ?? 0x5b
            damaged.replaceSubrange(
                place..<min(damaged.count, place + 9), with: [UInt8(head)] + huge)
        }
        return damaged
    }
}
