package import Wire

/// Validator: one who votes, by its address; field 2 was its key once and is not used.
package struct ABCIValidator: ABCIMessage {
    /// The first 20 bytes of the SHA-256 of its key.
    package var address: [UInt8] = []
    /// The weight of its vote.
    package var power: Int64 = 0

    package init() {}

    /// A validator by its address.
    package init(address: [UInt8], power: Int64) {
        (self.address, self.power) = (address, power)
    }

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: address = try field.bytes()
        case 3: power = try field.int64()
        default: break
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.bytes(field: 1, address)
        writer.int64(field: 3, power)
    }
}
