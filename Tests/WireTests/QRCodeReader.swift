import Wire

/// Reads a code back from its modules; shares nothing with what draws codes.
struct QRCodeReader {
    struct Unreadable: Error {
        let reason: String
    }

    let code: QRCode
    let version: Int
    /// The alignment centre that a column or row is at most two away from.
    private let centres: [Int: Int]
    private(set) var correction = QRCode.Correction.low
    private(set) var mask = 0
    /// Each block's codewords, message first.
    var blocks: [[UInt8]] = []
    private(set) var contents: [UInt8] = []

    init(_ code: QRCode) throws {
        self.code = code
        version = (code.size - 17) / 4
        let near = Self.centres(version).flatMap { centre in
            (-2...2).map { (centre + $0, centre) }
        }
        centres = Dictionary(uniqueKeysWithValues: near)
        try readVersion()
        try readFormat()
        blocks = sorted(codewords())
        try contents = Self.contents(of: message(), version: version)
    }

    private var size: Int { code.size }

    private func bits(_ places: [(Int, Int)]) -> Int {
        places.reduce(0) { $0 << 1 | (code.isDark(x: $1.0, y: $1.1) ? 1 : 0) }
    }

    // MARK: What the code says of itself

    private func readVersion() throws {
        guard version >= 7 else { return }
        let across = (0..<18).reversed().map { (size - 11 + $0 % 3, $0 / 3) }
        for places in [across, across.map { ($0.1, $0.0) }] {
            let word = bits(places)
            guard word >> 12 == version, Self.remainder(word, 0x1F25) == 0 else {
                throw Unreadable(reason: "version information \(word)")
            }
        }
    }

    private mutating func readFormat() throws {
        let corner =
            (0..<6).map { ($0, 8) } + [(7, 8), (8, 8), (8, 7)]
            + (0..<6).reversed().map { (8, $0) }
        let edges =
            (size - 7..<size).reversed().map { (8, $0) } + (size - 8..<size).map { ($0, 8) }
        let word = bits(corner) ^ 0b101_0100_0001_0010
        guard bits(corner) == bits(edges), Self.remainder(word, 0x537) == 0,
            code.isDark(x: 8, y: size - 8)
        else { throw Unreadable(reason: "format information \(word)") }
        mask = word >> 10 & 7
        correction = [.medium, .low, .high, .quartile][word >> 13]
    }

    /// What is left of a word that is divided by a polynomial over two elements.
    static func remainder(_ word: Int, _ divisor: Int) -> Int {
        let degree = divisor.bitWidth - divisor.leadingZeroBitCount - 1
        return (0..<20).reversed().reduce(word) { rest, shift in
            rest >> (shift + degree) & 1 == 1 ? rest ^ divisor << shift : rest
        }
    }

    // MARK: Codewords

    /// Whether a module is part of a pattern or of the information.
    func isFunction(_ x: Int, _ y: Int) -> Bool {
        if x == 6 || y == 6 || x < 9 && y < 9 { return true }
        if x < 9 && y >= size - 8 || x >= size - 8 && y < 9 { return true }
        if version >= 7 && (x < 6 && y >= size - 11 || x >= size - 11 && y < 6) { return true }
        guard let column = centres[x], let row = centres[y] else { return false }
        return [column, row] != [6, size - 7] && [column, row] != [size - 7, 6]
    }

    /// Alignment centres are as far apart as they can be, evenly, and the gap is even; Annex E
    /// makes an exception of version 32.
    private static func centres(_ version: Int) -> [Int] {
        guard version > 1 else { return [] }
        let gaps = version / 7 + 1
        let even = (4 * version + 4 + 2 * gaps - 1) / (2 * gaps) * 2
        let gap = version == 32 ? 26 : even
        return [6] + (0..<gaps).map { 4 * version + 10 - gap * $0 }
    }

    private func codewords() -> [UInt8] {
        var (bits, isUpward) = ([Bool](), true)
        for right in (1..<size).reversed() where right > 6 ? right % 2 == 0 : right % 2 == 1 {
            for y in isUpward ? Array((0..<size).reversed()) : Array(0..<size) {
                for x in [right, right - 1] where !isFunction(x, y) {
                    bits.append(code.isDark(x: x, y: y) != Self.isTurned(x, y, mask))
                }
            }
            isUpward.toggle()
        }
        return (0..<bits.count / 8).map { place in
            bits[place * 8..<place * 8 + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    static func isTurned(_ column: Int, _ row: Int, _ mask: Int) -> Bool {
        let product = row * column
        return [
            (row + column) % 2, row % 2, column % 3, (row + column) % 3, (row / 2 + column / 3) % 2,
            product % 2 + product % 3, (product % 2 + product % 3) % 2,
            ((row + column) % 2 + product % 3) % 2,
        ][mask] == 0
    }

    // MARK: Blocks

    private var layout: (short: Int, message: Int, long: Int, check: Int) {
        Self.layouts[version - 1][correction.rawValue]
    }

    /// Deals the codewords out to the blocks they belong to.
    private func sorted(_ codewords: [UInt8]) -> [[UInt8]] {
        let count = layout.short + layout.long
        let messageCount = layout.message * count + layout.long
        var blocks = [[UInt8]](repeating: [], count: count)
        for (place, word) in codewords.enumerated() {
            let owner =
                switch place {
                case ..<(layout.message * count): place % count
                case ..<messageCount: layout.short + place - layout.message * count
                default: (place - messageCount) % count
                }
            blocks[owner].append(word)
        }
        return blocks
    }

    private func message() -> [UInt8] {
        blocks.flatMap { $0.dropLast(layout.check) }
    }

    /// The value of each block at 2⁰, 2¹ and so on: all zero where no codeword is wrong.
    var syndromes: [UInt8] {
        blocks.flatMap { block -> [UInt8] in
            var root: UInt8 = 1
            return (0..<layout.check).map { _ in
                defer { root = Self.doubled(root) }
                return block.reduce(0) { Self.product($0, root) ^ $1 }
            }
        }
    }

    private static func doubled(_ element: UInt8) -> UInt8 {
        element << 1 ^ (element & 0x80 == 0 ? 0 : 0x1D)
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (left, right, sum) = (left, right, UInt8(0))
        while right != 0 {
            if right & 1 == 1 { sum ^= left }
            left = doubled(left)
            right >>= 1
        }
        return sum
    }
}
