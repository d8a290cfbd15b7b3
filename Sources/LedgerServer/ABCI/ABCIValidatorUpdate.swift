package import Wire

/// ValidatorUpdate: who votes, and with what weight (the form of 0.38 to 0.40).
///
/// 1.x writes the key as fields 3 and 4 instead; such an update has no key here.
package struct ABCIValidatorUpdate: ABCIMessage {
    /// The validator's key; nil when the message names none.
    package var publicKey: ABCIPublicKey?
    /// The weight of its vote; 0 removes it.
    ///
    /// What a block changes counts two heights later.
    package var power: Int64 = 0

    package init() {}

    /// A validator with its weight.
    package init(_ publicKey: ABCIPublicKey, power: Int64) {
        (self.publicKey, self.power) = (publicKey, power)
    }

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: publicKey = try ABCIPublicKey.read(try field.bytes()) ?? publicKey
        case 2: power = try field.int64()
        default: break
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.message(field: 1, publicKey?.bytes ?? [])
        writer.int64(field: 2, power)
    }
}
