package import Wire

/// The name of a block: its header's hash, and the set of parts it travels in.
package struct BlockID: Hashable, Sendable {
    /// The hash of the header: 32 bytes, or none in the first header's last block id.
    package var hash: [UInt8]
    /// How many parts the block was cut into.
    package var partsTotal: UInt32
    /// The Merkle root over the parts: 32 bytes, or none.
    package var partsHash: [UInt8]

    /// The id of no block.
    package static let zero = BlockID(hash: [], partsTotal: 0, partsHash: [])

    /// Takes a header's hash and the parts.
    package init(hash: [UInt8], partsTotal: UInt32, partsHash: [UInt8]) {
        (self.hash, self.partsTotal, self.partsHash) = (hash, partsTotal, partsHash)
    }

    /// Whether it names no block: hash, total and parts hash are all empty.
    package var isZero: Bool { hash.isEmpty && partsTotal == 0 && partsHash.isEmpty }

    /// The BlockID message; CanonicalBlockID has the same bytes.
    package var protobuf: [UInt8] {
        var parts = ProtobufWriter()
        parts.varint(field: 1, UInt64(partsTotal))
        parts.bytes(field: 2, partsHash)
        var writer = ProtobufWriter()
        writer.bytes(field: 1, hash)
        writer.message(field: 2, parts.bytes)
        return writer.bytes
    }

    /// Reads the BlockID message.
    package init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        self = .zero
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: hash = try field.bytes()
            case 2: try readParts(try field.bytes())
            default: throw .unknownField(field, in: "block id")
            }
        }
    }

    private mutating func readParts(_ bytes: [UInt8]) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: partsTotal = try field.uint32()
            case 2: partsHash = try field.bytes()
            default: throw .unknownField(field, in: "part set header")
            }
        }
    }
}
