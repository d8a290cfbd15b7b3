/// What a QR code carries, in the one mode it is written in (ISO/IEC 18004, 7.4).
struct QRSegment: Hashable, Sendable {
    private enum Mode { case alphanumeric, byte }

    private let mode: Mode
    /// Bytes, or values of the alphanumeric mode.
    private let characters: [UInt8]

    /// The characters of the alphanumeric mode by their values, 0 to 44 (7.4.4, Table 5).
    private static let alphabet = [UInt8]("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    /// Bytes as they are.
    init(_ bytes: [UInt8]) {
        (mode, characters) = (.byte, bytes)
    }

    /// ASCII text in the alphanumeric mode; nil where a character has no value there.
    init?(alphanumeric text: [UInt8]) {
        let values = text.compactMap(QRSegment.alphabet.firstIndex)
        guard values.count == text.count else { return nil }
        (mode, characters) = (.alphanumeric, values.map(UInt8.init))
    }

    /// How many bits it takes, the terminator not counted.
    func bitCount(in version: QRVersion) -> Int {
        let count = characters.count
        let body =
            switch mode {
            case .alphanumeric: 11 * (count / 2) + 6 * (count % 2)
            case .byte: 8 * count
            }
        return 4 + countWidth(in: version) + body
    }

    /// The codewords of the message, filled up to as many as there is room for (7.4.9, 7.4.10).
    func codewords(in version: QRVersion, _ room: Int) -> [UInt8] {
        var bits = QRBits()
        bits.append(mode == .byte ? 0b0100 : 0b0010, width: 4)
        bits.append(characters.count, width: countWidth(in: version))
        switch mode {
        case .byte: for byte in characters { bits.append(Int(byte), width: 8) }
        case .alphanumeric: appendPairs(to: &bits)
        }
        precondition(bits.count <= 8 * room, "the version was chosen to hold the segment")
        // The terminator is cut short where the room ends; then zeros to the next whole byte.
        bits.append(0, width: min(4, 8 * room - bits.count))
        bits.append(0, width: -bits.count & 7)
        let padding = (bits.bytes.count..<room).enumerated().map { place, _ -> UInt8 in
            place.isMultiple(of: 2) ? 0xEC : 0x11
        }
        return bits.bytes + padding
    }

    /// Two characters in 11 bits, a single last one in 6 (7.4.4).
    private func appendPairs(to bits: inout QRBits) {
        for place in stride(from: 0, to: characters.count - 1, by: 2) {
            bits.append(45 * Int(characters[place]) + Int(characters[place + 1]), width: 11)
        }
        guard !characters.count.isMultiple(of: 2), let last = characters.last else { return }
        bits.append(Int(last), width: 6)
    }

    /// How many bits the number of characters is written in (Table 3).
    private func countWidth(in version: QRVersion) -> Int {
        switch (mode, version.number) {
        case (.byte, ...9): 8
        case (.byte, _): 16
        case (.alphanumeric, ...9): 9
        case (.alphanumeric, ...26): 11
        case (.alphanumeric, _): 13
        }
    }
}
