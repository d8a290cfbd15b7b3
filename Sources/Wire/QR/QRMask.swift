/// The eight patterns that keep codewords from looking like something else (ISO/IEC 18004, 7.8.2).
enum QRMask {
    static let all = 0...7

    /// Whether a mask turns a module over (Table 10, where i is the row and j the column).
    static func turns(_ place: QRPlace, mask: Int) -> Bool {
        let (i, j) = (place.y, place.x)
        return switch mask {
        case 0: (i + j) % 2 == 0
        case 1: i % 2 == 0
        case 2: j % 3 == 0
        case 3: (i + j) % 3 == 0
        case 4: (i / 2 + j / 3) % 2 == 0
        case 5: i * j % 2 + i * j % 3 == 0
        case 6: (i * j % 2 + i * j % 3) % 2 == 0
        case 7: ((i + j) % 2 + i * j % 3) % 2 == 0
        default: preconditionFailure("there are eight masks")
        }
    }
}
