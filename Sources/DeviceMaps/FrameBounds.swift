/// How frames are told apart on a line: by bytes, never by text.
///
/// A frame begins with one of `starts`, or behind the end of the last one where a format has no
/// start; it has one of a few lengths; one of `ends` stands before its last `trailer` bytes.
package struct FrameBounds: Sendable, Hashable {
    /// Byte strings one of which begins a frame; empty where only ends mark frames.
    package let starts: [[UInt8]]
    /// Byte strings one of which ends a frame; empty where only the length does.
    package let ends: [[UInt8]]
    /// Lengths a frame can have, shortest first; the longest is a weighing's.
    package let lengths: [Int]
    /// How many bytes come behind the end: a checksum may.
    package let trailer: Int
    /// Bits that count: 0x7F where the eighth is parity that a device server passed on.
    package let mask: UInt8

    /// The longest frame a map may speak of; it bounds every buffer.
    package static let longest = 128

    package init(
        starts: [[UInt8]], ends: [[UInt8]], lengths: [Int], trailer: Int = 0, mask: UInt8 = 0xFF
    ) {
        precondition(!(starts + ends).contains([]), "a mark has bytes")
        precondition(!starts.isEmpty || !ends.isEmpty, "a frame begins or ends with something")
        precondition(!lengths.isEmpty && lengths.allSatisfy { (1...Self.longest).contains($0) })
        (self.starts, self.ends, self.lengths) = (starts, ends, lengths.sorted())
        (self.trailer, self.mask) = (trailer, mask)
    }

    /// The length of a frame that holds a weighing.
    package var wholeLength: Int { lengths[lengths.count - 1] }

    /// The bytes with only the bits that count.
    func masked(_ bytes: [UInt8]) -> [UInt8] {
        mask == 0xFF ? bytes : bytes.map { $0 & mask }
    }

    /// Whether the first `length` bytes, already masked, end as a frame does.
    func isEnded(_ bytes: [UInt8], length: Int) -> Bool {
        guard !ends.isEmpty else { return true }
        let place = length - trailer
        return ends.contains { end in
            place >= end.count && bytes[(place - end.count)..<place].elementsEqual(end)
        }
    }

    /// How the bytes from a place on, already masked, compare with the starts.
    func start(in bytes: [UInt8], from place: Int) -> StartMatch {
        var match = StartMatch.none
        for start in starts {
            let here = bytes[place...].prefix(start.count)
            guard here.elementsEqual(start.prefix(here.count)) else { continue }
            if here.count == start.count { return .whole }
            match = .begun
        }
        return match
    }

    /// Whether a start stands somewhere.
    enum StartMatch {
        case none
        /// The bytes so far could become one.
        case begun
        case whole
    }
}
