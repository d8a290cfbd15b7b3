/// How the codewords of a QR code are split, so that one stain does not spoil a whole block
/// (ISO/IEC 18004, 7.5.1 and 7.6).
struct QRBlocks: Hashable, Sendable {
    /// How many blocks there are.
    let count: Int
    /// How many check codewords each block has.
    let checkCount: Int
    /// How many codewords of the message there are in all blocks.
    let messageCount: Int

    init(of version: QRVersion, correction: QRCode.Correction) {
        let place = version.number - 1
        count = QRBlocks.counts[correction.rawValue][place]
        checkCount = QRBlocks.checkCounts[correction.rawValue][place]
        messageCount = version.codewordCount - count * checkCount
    }

    /// The message's codewords, column by column over the blocks, then the check codewords alike.
    func interleaved(_ message: [UInt8]) -> [UInt8] {
        let generator = ReedSolomon.generator(degree: checkCount)
        let blocks = split(message)
        let checks = blocks.map { ReedSolomon.remainder(of: $0, dividedBy: generator) }
        return columns(of: blocks) + columns(of: checks)
    }

    /// The blocks of the message: where they do not come out even, the last ones are longer by one.
    private func split(_ message: [UInt8]) -> [[UInt8]] {
        precondition(message.count == messageCount, "the message was filled up")
        var rest = message[...]
        return (0..<count).map { place in
            let isLong = place >= count - messageCount % count
            let length = messageCount / count + (isLong ? 1 : 0)
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
    }

    private func columns(of blocks: [[UInt8]]) -> [UInt8] {
        let longest = blocks.last?.count ?? 0
        return (0..<longest).flatMap { column in
            blocks.compactMap { $0.indices.contains(column) ? $0[column] : nil }
        }
    }
}
