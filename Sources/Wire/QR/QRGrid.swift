/// The modules of a QR code while it is drawn.
///
/// First come the function patterns and room for the information, then the codewords in what is
/// left, then a mask over these.
struct QRGrid: Sendable {
    let version: QRVersion
    /// Which modules are dark, row by row.
    private(set) var modules: [Bool]
    /// Which modules no codeword may take.
    private var taken: [Bool]
    /// The places that codewords fill, in their order.
    private var region: [QRPlace] = []

    var size: Int { version.size }

    /// A grid with everything but codewords, and with the room for the format still light.
    init(_ version: QRVersion) {
        self.version = version
        let count = version.size * version.size
        modules = [Bool](repeating: false, count: count)
        taken = modules
        drawFunctionPatterns()
        reserveFormat()
        drawVersion()
        region = fillingOrder.filter { !taken[$0.y * size + $0.x] }
    }

    /// Whether a module is dark.
    func isDark(x: Int, y: Int) -> Bool {
        modules[y * size + x]
    }

    /// Draws a module that is no codeword's.
    mutating func draw(_ place: QRPlace, dark: Bool) {
        let index = place.y * size + place.x
        modules[index] = dark
        taken[index] = true
    }

    /// Fills the codewords in, the most significant bit first; what is left over stays light.
    mutating func place(_ codewords: [UInt8]) {
        for bit in 0..<8 * codewords.count {
            let place = region[bit]
            modules[place.y * size + place.x] = codewords[bit / 8] >> UInt8(7 - bit % 8) & 1 == 1
        }
    }

    /// The grid under the mask of least penalty, the first of equals (7.8.3), and that mask.
    func masked(_ correction: QRCode.Correction) -> (grid: QRGrid, mask: Int) {
        var best = masked(correction, mask: 0)
        var (bestMask, least) = (0, QRPenalty.of(best))
        for mask in QRMask.all.dropFirst() {
            let other = masked(correction, mask: mask)
            let penalty = QRPenalty.of(other)
            if penalty < least { (best, bestMask, least) = (other, mask, penalty) }
        }
        return (best, bestMask)
    }

    /// The grid with some codewords' modules turned over, and with the format that says which.
    private func masked(_ correction: QRCode.Correction, mask: Int) -> QRGrid {
        var grid = self
        for place in region where QRMask.turns(place, mask: mask) {
            grid.modules[place.y * size + place.x].toggle()
        }
        grid.drawFormat(correction: correction, mask: mask)
        return grid
    }

    /// All modules in the order in which codewords look for free ones (7.7.3): in columns of two
    /// from the right, up and down by turns, the right module of a pair first.
    private var fillingOrder: [QRPlace] {
        (0..<size / 2).flatMap { turn in
            let column = size - 1 - 2 * turn
            // The column of the vertical timing pattern belongs to no pair.
            let right = column > 6 ? column : column - 1
            return (0..<size).flatMap { step in
                let y = turn.isMultiple(of: 2) ? size - 1 - step : step
                return [QRPlace(x: right, y: y), QRPlace(x: right - 1, y: y)]
            }
        }
    }
}

/// Where a module is: column and row from the top left.
struct QRPlace: Hashable, Sendable {
    let x: Int
    let y: Int
}
