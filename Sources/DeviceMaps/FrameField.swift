/// Where something stands in a frame: so many bytes from a place counted from 0.
package struct FrameField: Sendable, Hashable {
    package let at: Int
    package let width: Int

    package init(at: Int, width: Int) {
        precondition(at >= 0 && width > 0, "a field has a place and a width")
        (self.at, self.width) = (at, width)
    }

    /// The first place behind the field.
    var end: Int { at + width }

    /// Its bytes; nil where the frame is too short.
    func bytes(in frame: [UInt8]) -> ArraySlice<UInt8>? {
        end <= frame.count ? frame[at..<end] : nil
    }
}
