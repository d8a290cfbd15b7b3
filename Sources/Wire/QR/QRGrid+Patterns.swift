extension QRGrid {
    /// Draws what a reader finds the code by (ISO/IEC 18004, 6.3.3 to 6.3.6).
    mutating func drawFunctionPatterns() {
        for along in 0..<size {
            draw(QRPlace(x: along, y: 6), dark: along.isMultiple(of: 2))
            draw(QRPlace(x: 6, y: along), dark: along.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        for place in alignmentPlaces { drawAlignment(place) }
    }

    /// A finder pattern, with the light separator around it.
    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for dy in -4...4 where (0..<size).contains(y + dy) {
            for dx in -4...4 where (0..<size).contains(x + dx) {
                let ring = max(abs(dx), abs(dy))
                draw(QRPlace(x: x + dx, y: y + dy), dark: ring != 2 && ring != 4)
            }
        }
    }

    private mutating func drawAlignment(_ centre: QRPlace) {
        for dy in -2...2 {
            for dx in -2...2 {
                let place = QRPlace(x: centre.x + dx, y: centre.y + dy)
                draw(place, dark: max(abs(dx), abs(dy)) != 1)
            }
        }
    }

    /// Every crossing of the centres, but for the three corners that finder patterns have.
    private var alignmentPlaces: [QRPlace] {
        let centres = version.alignmentCentres
        guard let first = centres.first, let last = centres.last else { return [] }
        return centres.flatMap { y in centres.map { x in QRPlace(x: x, y: y) } }
            .filter { ![[first, first], [first, last], [last, first]].contains([$0.x, $0.y]) }
    }
}
