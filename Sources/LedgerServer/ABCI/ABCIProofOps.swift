package import Wire

/// ProofOps: the steps of a proof, from the value to the application's hash (crypto/proof.proto).
package struct ABCIProofOps: ABCIMessage {
    /// ProofOp: one step.
    package struct Step: ABCIMessage {
        /// How the step is to be checked.
        package var type = ""
        /// The key that the step is about.
        package var key: [UInt8] = []
        /// The step itself, in a form that goes with the type.
        package var data: [UInt8] = []

        package init() {}

        /// A step of a proof.
        package init(type: String, key: [UInt8], data: [UInt8]) {
            (self.type, self.key, self.data) = (type, key, data)
        }

        package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
            switch field.number {
            case 1: type = try field.text()
            case 2: key = try field.bytes()
            case 3: data = try field.bytes()
            default: break
            }
        }

        package func write(to writer: inout ProtobufWriter) {
            writer.string(field: 1, type)
            writer.bytes(field: 2, key)
            writer.bytes(field: 3, data)
        }
    }

    /// The steps, the one next to the value first.
    package var ops: [Step] = []

    package init() {}

    /// A proof of these steps.
    package init(_ ops: [Step]) { self.ops = ops }

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        if field.number == 1 { ops.append(try field.message()) }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.each(field: 1, ops)
    }
}
