extension Timestamp {
    /// The bytes of google.protobuf.Timestamp; none for 1970-01-01T00:00:00Z.
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.int64(field: 1, seconds)
        writer.int64(field: 2, Int64(nanoseconds))
        return writer.bytes
    }

    /// Reads google.protobuf.Timestamp; refuses other fields and moments outside its range.
    package init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        var seconds: Int64 = 0
        var nanoseconds: Int32 = 0
        while let field = try reader.next() {
            switch field.number {
            case 1: seconds = try field.int64()
            case 2: nanoseconds = try field.int32()
            default: throw .invalid("a timestamp has no field \(field.number)")
            }
        }
        guard let moment = Timestamp(seconds: seconds, nanoseconds: nanoseconds) else {
            throw .invalid("\(seconds) s and \(nanoseconds) ns are no time in years 1 to 9999")
        }
        self = moment
    }
}
