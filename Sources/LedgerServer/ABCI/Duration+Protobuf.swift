import Wire

extension Duration {
    private static let attosecondsPerNanosecond: Int64 = 1_000_000_000

    /// What google.protobuf.Duration allows: ten thousand years to either side.
    private static let legalSeconds: ClosedRange<Int64> = -315_576_000_000...315_576_000_000

    /// The bytes of google.protobuf.Duration, to the nanosecond; none for zero.
    var protobuf: [UInt8] {
        // Both parts have the sign of the whole, as the message wants them.
        let (seconds, attoseconds) = components
        var writer = ProtobufWriter()
        writer.int64(field: 1, seconds)
        writer.int64(field: 2, attoseconds / Duration.attosecondsPerNanosecond)
        return writer.bytes
    }

    /// Reads google.protobuf.Duration; refuses what is out of its range or of two signs.
    init(protobuf bytes: [UInt8]) throws(ProtobufError) {
        var (seconds, nanoseconds): (Int64, Int32) = (0, 0)
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case 1: seconds = try field.int64()
            case 2: nanoseconds = try field.int32()
            default: break
            }
        }
        guard Duration.legalSeconds.contains(seconds),
            (-999_999_999...999_999_999).contains(nanoseconds),
            seconds.signum() * Int64(nanoseconds.signum()) >= 0
        else { throw .invalid("\(seconds) s and \(nanoseconds) ns are no duration") }
        self = .seconds(seconds) + .nanoseconds(Int64(nanoseconds))
    }
}
