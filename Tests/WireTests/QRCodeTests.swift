import TestKit
import Testing
import Wire

@Suite("QR codes")
struct QRCodeTests {
    @Test("a code is what another program draws", arguments: QRDrawing.drawings)
    func drawing(drawing: QRDrawing) throws {
        let code = try drawing.ours()
        #expect(code.version == drawing.version)
        #expect(code.mask == drawing.mask)
        let modules = Hex.encode(QRDrawing.packed(code))
        #expect(modules == drawing.rows.filter { !$0.isNewline })
    }

    @Test("text is what another program draws, whatever the width of its count")
    func texts() throws {
        for (seed, count, correction, version, mask, digest) in QRDrawing.texts {
            let text = QRDrawing.text(seed: seed, count)
            let code = try #require(QRCode(text: text, correction: correction))
            #expect(code.version == version)
            #expect(code.mask == mask)
            #expect(Digest.of(QRDrawing.packed(code)).description.hasPrefix(digest))
        }
    }

    // Every version that a screen shows, and the larger ones where their tables turn.
    @Test(
        "a full code is what two other programs draw, and is read back",
        arguments: Array(1...14) + [17, 21, 26, 27, 40], QRCode.Correction.allCases)
    func full(version: Int, correction: QRCode.Correction) throws {
        let seed = UInt64(4 * version + correction.rawValue)
        let bytes = QRDrawing.bytes(seed: seed, QRCodeReader.capacity(version, correction))
        let code = try #require(QRCode(bytes, correction: correction))
        let digest = Digest.of(QRDrawing.packed(code)).description
        #expect(digest.hasPrefix(QRDrawing.full[version - 1][correction.rawValue]))
        try readsBack(code, bytes, version)
    }

    @Test(
        "one byte more than a code holds makes the next larger one",
        arguments: Array(2...15) + [21, 27, 28, 40])
    func next(version: Int) throws {
        let correction = QRCode.Correction.allCases[version % 4]
        let count = QRCodeReader.capacity(version - 1, correction) + 1
        let bytes = QRDrawing.bytes(seed: UInt64(1000 + version), count)
        try readsBack(#require(QRCode(bytes, correction: correction)), bytes, version)
    }

    private func readsBack(_ code: QRCode, _ bytes: [UInt8], _ version: Int) throws {
        let read = try QRCodeReader(code)
        #expect(read.version == version && code.version == version)
        #expect(read.correction == code.correction)
        #expect(read.mask == code.mask)
        #expect(read.syndromes.allSatisfy { $0 == 0 })
        #expect(read.contents == bytes)
    }

    @Test("any text of digits, capitals and a few signs is read back", arguments: UInt64(0)..<60)
    func textReadBack(seed: UInt64) throws {
        let correction = QRCode.Correction.allCases[Int(seed % 4)]
        let text = QRDrawing.text(seed: seed, Int(seed * seed / 3))
        let code = try #require(QRCode(text: text, correction: correction))
        let read = try QRCodeReader(code)
        #expect(read.syndromes.allSatisfy { $0 == 0 })
        #expect(read.contents == Array(text.utf8))
    }

    @Test("the reader notices a codeword that is wrong", arguments: [1, 7, 20])
    func spoiled(version: Int) throws {
        let bytes = QRDrawing.bytes(seed: 1, QRCodeReader.capacity(version, .low))
        var read = try QRCodeReader(#require(QRCode(bytes)))
        read.blocks[0][version] ^= 1
        #expect(read.syndromes.contains { $0 != 0 })
    }

    @Test(
        "no other mask has a lower penalty", arguments: [0, 3, 10, 14, 40, 75, 120, 200, 300, 425])
    func bestMask(count: Int) throws {
        let correction = QRCode.Correction.allCases[count % 4]
        let bytes = QRDrawing.bytes(seed: UInt64(count), count)
        let code = try #require(QRCode(bytes, correction: correction))
        let read = try QRCodeReader(code)
        let penalties = (0..<8).map { read.penalty(mask: $0) }
        #expect(penalties.firstIndex(of: penalties.min() ?? 0) == code.mask)
    }

    /// ISO/IEC 18004, Table 7.
    static let capacities: [(QRCode.Correction, bytes: Int, characters: Int)] = [
        (.low, 2953, 4296), (.medium, 2331, 3391), (.quartile, 1663, 2420), (.high, 1273, 1852),
    ]

    @Test("the largest code holds what the standard says and no more", arguments: capacities)
    func tooMuch(correction: QRCode.Correction, bytes: Int, characters: Int) {
        let zeros = [UInt8](repeating: 0, count: bytes)
        #expect(QRCode(zeros, correction: correction)?.version == 40)
        #expect(QRCode(zeros + [0], correction: correction) == nil)
        let nines = String(repeating: "9", count: characters)
        #expect(QRCode(text: nines, correction: correction)?.version == 40)
        #expect(QRCode(text: nines + "9", correction: correction) == nil)
        let small = String(repeating: "a", count: bytes)
        #expect(QRCode(text: small, correction: correction)?.version == 40)
        #expect(QRCode(text: small + "a", correction: correction) == nil)
    }

    @Test("text takes less room in capitals, and one small letter costs that room")
    func modes() throws {
        let digest = Digest.of([]).description
        #expect(QRCode(text: digest.uppercased())?.version == 3)
        #expect(QRCode(text: digest)?.version == 4)
        #expect(QRCode(text: digest) == QRCode(Array(digest.utf8)))
        #expect(QRCode(text: "") != nil && QRCode([]) != nil)
        for text in ["Wägeschein 1", "a", "A\n", "A,B", "É", "\u{ff11}"] {
            let code = try #require(QRCode(text: text))
            #expect(try QRCodeReader(code).contents == Array(text.utf8))
        }
    }

    /// The example of ISO/IEC 18004, Annex I; two blocks of thonky.com's QR code tutorial; nothing;
    /// and the generator of seven, as Annex A has it.
    static let remainders = [
        ("10200C566180EC11EC11EC11EC11EC11", "A524D4C1ED36C7872C55"),
        ("205B0B78D172DC4D4340EC11EC11EC11", "C4232777EBD7E7E25D17"),
        ("43554686572655C277320612066726", "D5C70B2D73F7F1DFE5F89A759A6F56A16F27"),
        ("00000000", "0000000000"),
        ("01", "7F7A9AA40B4475"),
    ]

    @Test("check codewords are the known ones", arguments: remainders)
    func checkCodewords(message: String, check: String) throws {
        let message = try #require(Hex.decode(message))
        let check = try #require(Hex.decode(check))
        #expect(ReedSolomon.checkCodewords(of: message, count: check.count) == check)
    }
}
