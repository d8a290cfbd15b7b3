import Testing
import Wire

@testable import Evidence

/// Shape alone: what a receipt proves is the verifier's question.
@Suite("Receipts as files")
struct ReceiptTests {
    /// A receipt of one skip: an anchor, and the header after the entry's block.
    static func receipt(_ item: BatchItem) -> Receipt {
        Receipt(
            chainID: "weighpost-dev", item: item,
            entryPath: MerklePath(index: 1, total: 2, aunts: [Yard.digest("neighbour")]),
            result: [0x12, 0x01, 0x07],
            resultPath: MerklePath(index: 0, total: 1, aunts: []),
            steps: [
                Receipt.Step(
                    header: [1, 2, 3], commit: nil, validators: nil, nextValidators: 0),
                Receipt.Step(header: [4, 5], commit: [6, 7], validators: 1, nextValidators: 0),
            ],
            validatorSets: [[8, 8], [9]], key: Yard.key.publicKey.raw,
            witnesses: ["https://two.example"], isContinuity: false, provenAt: 1_795_501_000)
    }

    private let bytes = ReceiptTests.receipt(.digest(Yard.digest("entry"))).bytes

    @Test("a receipt is read as it was written, with the entry or with its digest")
    func roundTrip() throws {
        let entry = try Yard.make(.event(EventBody(code: .boot))).entry
        for item in [BatchItem.digest(entry.digest), .entry(entry.bytes)] {
            let receipt = ReceiptTests.receipt(item)
            let read = try Receipt(decoding: receipt.bytes)
            #expect(read == receipt)
            #expect(read.inclusion.digest == entry.digest)
            #expect(read.inclusion.root != nil)
        }
    }

    @Test("every flipped byte gives no receipt, or one that is exactly those bytes")
    func flippedBytes() {
        for flip in flips(of: bytes) {
            do {
                #expect(try Receipt(decoding: flip.bytes).bytes == flip.bytes)
            } catch {
                continue
            }
        }
        for count in bytes.indices {
            #expect(throws: EvidenceError.self) {
                try Receipt(decoding: Array(bytes[..<count]))
            }
        }
    }

    static let parts: [(Int64, CBOR?)] = [
        (1, 2), (1, nil), (2, 7), (3, nil), (4, .array([0, 1])), (4, nil), (5, .null),
        (6, .array([0, 1, .array([.bytes([1])])])), (7, .array([])), (7, nil), (8, nil),
        (8, .array([])), (8, .array([1])), (8, .array([.bytes([8, 8]), .bytes([8, 8])])),
        (8, .array([.bytes([8, 8]), .bytes([9]), .bytes([10])])),
        (9, .bytes([UInt8](repeating: 1, count: 31))), (9, nil), (10, .array([.array([])])),
        (10, .array([.array([1]), .bool(false)])), (10, .bool(false)), (11, "now"), (11, nil),
        (12, 0),
    ]

    @Test("a receipt with a wrong, a missing or an unknown part is refused", arguments: parts)
    func strict(key: Int64, value: CBOR?) throws {
        var pairs = (try CBOR(decoding: bytes).mapValue ?? []).filter { $0.key != .int(key) }
        if let value { pairs.append(CBORPair(.int(key), value)) }
        let changed = CBOR.map(pairs).encoded()
        #expect(throws: EvidenceError.self) { try Receipt(decoding: changed) }
    }

    static let steps: [[CBOR]] = [
        [], [.bytes([1]), .null, .null], [.null, .null, .null, 0],
        [.bytes([1]), "commit", .null, 0], [.bytes([1]), .null, 2, 0],
        [.bytes([1]), .null, -1, 0], [.bytes([1]), .null, .null, 0, 0],
    ]

    @Test("a header with a wrong or missing part is refused", arguments: steps)
    func step(parts: [CBOR]) throws {
        var pairs = (try CBOR(decoding: bytes).mapValue ?? []).filter { $0.key != 7 }
        let good = CBOR.array([.bytes([4]), .bytes([5]), 1, 0])
        pairs.append(CBORPair(7, .array([good])))
        _ = try Receipt(decoding: CBOR.map(pairs).encoded())
        pairs[pairs.count - 1] = CBORPair(7, .array([good, .array(parts)]))
        let changed = CBOR.map(pairs).encoded()
        #expect(throws: EvidenceError.self) { try Receipt(decoding: changed) }
    }
}
