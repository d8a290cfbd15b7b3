import Wire

extension QRCodeReader {
    /// The penalty of the same codewords under some mask, each rule of 7.8.3.1 done to the letter.
    func penalty(mask other: Int) -> Int {
        let lines = remasked(with: other)
        let columns = lines.indices.map { x in lines.map { $0[x] } }
        let both = lines + columns
        return both.map(Self.runPoints).reduce(0, +) + both.map(Self.finderPoints).reduce(0, +)
            + Self.blockPoints(lines) + Self.balancePoints(lines)
    }

    /// The modules under some mask, with the format that says so.
    private func remasked(with other: Int) -> [[Int]] {
        let side = 0..<code.size
        var lines = side.map { y in
            side.map { x in
                let isTurned =
                    !isFunction(x, y) && Self.isTurned(x, y, mask) != Self.isTurned(x, y, other)
                return code.isDark(x: x, y: y) != isTurned ? 1 : 0
            }
        }
        let level = [.medium, .low, .high, .quartile].firstIndex(of: correction) ?? 0
        let head = (level << 3 | other) << 10
        let check = (0..<1024).first { Self.remainder(head | $0, 0x537) == 0 } ?? 0
        let word = (head | check) ^ 0x5412
        for bit in 0..<15 {
            let value = word >> bit & 1
            let (x, y) = bit < 8 ? (8, bit < 6 ? bit : bit + 1) : (bit == 8 ? 7 : 14 - bit, 8)
            lines[y][x] = value
            if bit < 8 { lines[8][code.size - 1 - bit] = value }
            if bit >= 8 { lines[code.size - 15 + bit][8] = value }
        }
        return lines
    }

    /// Five or more alike in a row: three points, and one for each more than five.
    private static func runPoints(_ line: [Int]) -> Int {
        line.indices.reduce(0) { points, start in
            guard start == 0 || line[start - 1] != line[start] else { return points }
            let length = line[start...].prefix { $0 == line[start] }.count
            return length < 5 ? points : points + 3 + length - 5
        }
    }

    /// 1 : 1 : 3 : 1 : 1 of any width, light for four modules on one side, the quiet zone counted.
    private static func finderPoints(_ line: [Int]) -> Int {
        let border = [0, 0, 0, 0]
        let wide = border + line + border
        var points = 0
        for unit in 1...line.count / 7 {
            let pattern = [1, 0, 1, 1, 1, 0, 1].flatMap { [Int](repeating: $0, count: unit) }
            for start in 4...wide.count - 4 - pattern.count where wide[start] == 1 {
                let end = start + pattern.count
                guard wide[start - 1] == 0, wide[end] == 0,
                    wide[start..<end].elementsEqual(pattern)
                else { continue }
                let isBeside =
                    wide[start - 4..<start].elementsEqual(border)
                    || wide[end..<end + 4].elementsEqual(border)
                points += isBeside ? 40 : 0
            }
        }
        return points
    }

    private static func blockPoints(_ lines: [[Int]]) -> Int {
        var points = 0
        for (upper, lower) in zip(lines, lines.dropFirst()) {
            for x in 1..<upper.count {
                let sum = upper[x - 1] + upper[x] + lower[x - 1] + lower[x]
                points += sum % 4 == 0 ? 3 : 0
            }
        }
        return points
    }

    private static func balancePoints(_ lines: [[Int]]) -> Int {
        let dark = lines.joined().reduce(0, +)
        let percent = Double(dark) / Double(lines.count * lines.count) * 100
        return 10 * Int(abs(percent - 50) / 5)
    }
}
