extension QRGrid {
    /// Keeps codewords off the format's places, and off the one module beside them that is dark in
    /// every code (ISO/IEC 18004, 7.9.1).
    mutating func reserveFormat() {
        for place in formatPlaces.joined() { draw(place, dark: false) }
        draw(QRPlace(x: 8, y: size - 8), dark: true)
    }

    /// Writes correction and mask, twice (7.9.1).
    mutating func drawFormat(correction: QRCode.Correction, mask: Int) {
        let format = correction.indicator << 3 | mask
        // The pattern laid over it keeps it from ever being all light.
        let bits = (format << 10 | remainder(of: format << 10, by: 0b101_0011_0111)) ^ 0x5412
        for copy in formatPlaces {
            for (bit, place) in copy.enumerated() { draw(place, dark: bits >> bit & 1 == 1) }
        }
    }

    /// Where the 15 bits of the format stand, the lowest first: around the finder pattern at the
    /// top left, and again half below the other ones (7.9.1).
    var formatPlaces: [[QRPlace]] {
        let down = [0, 1, 2, 3, 4, 5, 7, 8].map { QRPlace(x: 8, y: $0) }
        let leftwards = [7, 5, 4, 3, 2, 1, 0].map { QRPlace(x: $0, y: 8) }
        let right = (1...8).map { QRPlace(x: size - $0, y: 8) }
        let below = (size - 7..<size).map { QRPlace(x: 8, y: $0) }
        return [down + leftwards, right + below]
    }

    /// Writes the version twice, beside the finder patterns at the top right and the bottom left,
    /// in rows of three (7.10).
    mutating func drawVersion() {
        guard version.isWritten else { return }
        let number = version.number << 12
        let bits = number | remainder(of: number, by: 0b1_1111_0010_0101)
        for bit in 0..<18 {
            let (long, short) = (bit / 3, size - 11 + bit % 3)
            draw(QRPlace(x: short, y: long), dark: bits >> bit & 1 == 1)
            draw(QRPlace(x: long, y: short), dark: bits >> bit & 1 == 1)
        }
    }

    /// What is left of a polynomial over two elements, each bit a coefficient (Annexes C and D).
    private func remainder(of dividend: Int, by divisor: Int) -> Int {
        let degree = divisor.bitWidth - divisor.leadingZeroBitCount
        var rest = dividend
        while rest.bitWidth - rest.leadingZeroBitCount >= degree {
            rest ^= divisor << (rest.bitWidth - rest.leadingZeroBitCount - degree)
        }
        return rest
    }
}
