/// What a scanner found in the bytes of a line.
package enum FrameEvent: Sendable, Hashable {
    /// A whole frame with a right checksum, as received.
    case frame([UInt8])
    /// Bytes that are none.
    case complaint(FrameError)
}
