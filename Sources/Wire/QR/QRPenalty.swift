/// How hard a code would be to read: the four rules of ISO/IEC 18004, 7.8.3.1, Table 11.
///
/// The area judged is the complete symbol, format and version included, as a reader meets it.
/// The table leaves open whether the quiet zone is a light area; here it is.
enum QRPenalty {
    static func of(_ grid: QRGrid) -> Int {
        var sum = ofBlocks(in: grid) + ofBalance(in: grid)
        for start in 0..<grid.size {
            sum += ofLine(in: grid, from: start * grid.size, by: 1)
            sum += ofLine(in: grid, from: start, by: grid.size)
        }
        return sum
    }

    /// Rules 1 and 3 for one row or column.
    private static func ofLine(in grid: QRGrid, from start: Int, by step: Int) -> Int {
        let runs = runs(in: grid, from: start, by: step)
        var points = 40 * findersCount(in: runs)
        for run in runs where run >= 5 { points += run - 2 }
        return points
    }

    /// The lengths of a line's runs, light and dark by turns; the first is light and may be empty,
    /// the last is light or dark.
    private static func runs(in grid: QRGrid, from start: Int, by step: Int) -> [Int] {
        var runs = [0]
        var isDark = false
        var index = start
        for _ in 0..<grid.size {
            if grid.modules[index] == isDark {
                runs[runs.count - 1] += 1
            } else {
                runs.append(1)
                isDark.toggle()
            }
            index += step
        }
        return runs
    }

    /// How often dark runs stand to each other as in a finder pattern, 1 : 1 : 3 : 1 : 1, with at
    /// least four light modules before or after.
    private static func findersCount(in runs: [Int]) -> Int {
        var (count, first) = (0, 1)
        while first + 4 < runs.count {
            if isFinder(runs, at: first) { count += 1 }
            first += 2
        }
        return count
    }

    private static func isFinder(_ runs: [Int], at first: Int) -> Bool {
        let unit = runs[first]
        guard runs[first + 1] == unit, runs[first + 2] == 3 * unit, runs[first + 3] == unit,
            runs[first + 4] == unit
        else { return false }
        // At either end the quiet zone goes on.
        let isAtEdge = first == 1 || first + 6 >= runs.count
        return isAtEdge || runs[first - 1] >= 4 || runs[first + 5] >= 4
    }

    /// Rule 2: three points for every two by two modules of one colour, overlapping or not; a
    /// block of m by n has (m − 1)(n − 1) of them.
    private static func ofBlocks(in grid: QRGrid) -> Int {
        let (modules, size) = (grid.modules, grid.size)
        var count = 0
        for top in stride(from: 0, to: size * (size - 1), by: size) {
            for index in top..<top + size - 1 {
                let isDark = modules[index]
                if modules[index + 1] == isDark, modules[index + size] == isDark,
                    modules[index + size + 1] == isDark
                {
                    count += 1
                }
            }
        }
        return 3 * count
    }

    /// Rule 4: ten points for every full 5 % that the share of dark modules is away from half.
    private static func ofBalance(in grid: QRGrid) -> Int {
        let count = grid.modules.count
        var dark = 0
        for isDark in grid.modules where isDark { dark += 1 }
        return 10 * (abs(20 * dark - 10 * count) / count)
    }
}
