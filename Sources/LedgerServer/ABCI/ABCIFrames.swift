import Wire

/// Puts the messages of an ABCI connection together again from pieces as they arrive.
///
/// A frame is the length of a message, as a variable-length integer, and the message. Bytes are
/// moved a bounded number of times each, however the stream is cut. A stream that was refused
/// stays refused: there is no way to find the next frame, so the connection has to end.
package struct ABCIFrames: Sendable {
    /// The limit if nobody sets another: 128 MiB.
    ///
    /// CometBFT's largest block has 100 MiB; the rest is for the votes that go with it.
    package static let ordinaryLimit = 128 << 20

    /// The longest message that the protocol itself knows.
    package static let highestLimit = Int(Int32.max)

    /// The most bytes a message may have.
    package let limit: Int

    /// What arrived and was not dropped yet.
    private var bytes: [UInt8] = []
    /// Where in `bytes` the next frame begins.
    private var start = 0

    /// Starts on a connection; `limit` is the most bytes a message may have.
    package init(limit: Int = ABCIFrames.ordinaryLimit) {
        precondition(
            (0...ABCIFrames.highestLimit).contains(limit), "no limit of a message: \(limit)")
        self.limit = limit
    }

    /// How many bytes arrived that were not handed out; not 0 when a stream ends inside a frame.
    package var pendingCount: Int { bytes.count - start }

    /// Takes bytes as they arrive.
    ///
    /// Ask for messages until there is none before taking more: then what is kept stays within
    /// twice the limit and one piece.
    package mutating func append(_ arrived: some Collection<UInt8>) {
        dropHandedOut()
        bytes.append(contentsOf: arrived)
    }

    /// The next whole message; nil when more bytes must arrive first.
    package mutating func next() throws(ABCIFrameError) -> [UInt8]? {
        guard let frame = try frame(), frame.upperBound <= bytes.count else { return nil }
        start = frame.upperBound
        let message = Array(bytes[frame])
        if pendingCount == 0 { dropAll() }
        return message
    }

    /// A message with its length before it.
    package static func framed(_ message: [UInt8]) -> [UInt8] {
        ProtobufWriter.delimited(message)
    }

    /// Where the next message stands or will stand; nil while its length is incomplete.
    private func frame() throws(ABCIFrameError) -> Range<Int>? {
        switch ArrivingVarint(in: bytes, at: start) {
        case .unfinished: return nil
        case .broken: throw .badLength
        case .whole(let length, let end):
            guard let count = Int(exactly: length), count <= limit else {
                throw .tooLong(length: length, limit: limit)
            }
            return end..<end + count
        }
    }

    /// Drops everything; the room of a large message is given back, that of ordinary ones kept.
    private mutating func dropAll() {
        bytes.removeAll(keepingCapacity: bytes.count <= 1 << 16)
        start = 0
    }

    /// Drops what was handed out once it is half of what is kept.
    ///
    /// So no byte is moved more often, on average, than once for itself.
    private mutating func dropHandedOut() {
        guard start > 0, start >= bytes.count - start else { return }
        bytes = Array(bytes[start...])
        start = 0
    }
}

/// Why a stream of frames cannot be read on.
package enum ABCIFrameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The length is beyond 64 bits or not in its shortest form.
    case badLength
    /// The message would be longer than the limit, in bytes.
    case tooLong(length: UInt64, limit: Int)

    package var description: String {
        switch self {
        case .badLength:
            "ABCI: what stands before a message is no length; "
                + "is the other side a CometBFT node with abci = \"socket\"?"
        case .tooLong(let length, let limit):
            "ABCI: a message of \(length) bytes is longer than the limit of \(limit); "
                + "raise the limit if the chain's blocks are that large"
        }
    }
}
