/// A SHA-256 value: 32 bytes, kept inline, ordered bytewise.
///
/// The description is 64 lower-case hexadecimal digits.
package struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// How many bytes a digest has.
    package static let byteCount = 32
    /// 32 zero bytes: what stands before the first entry of a chain.
    package static let zero = Digest(words: (0, 0, 0, 0))

    // Four big-endian words instead of an array: no allocation for each of a million leaves.
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (word0, word1, word2, word3) = words
    }

    /// Takes 32 bytes; nil for any other count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Digest.byteCount else { return nil }
        self =
            bytes.withContiguousStorageIfAvailable { Digest(memory: UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { Digest(memory: $0) }
    }

    /// Takes 64 hexadecimal digits of either case; nil for anything else.
    package init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// Takes 32 bytes of memory.
    init(memory: UnsafeRawBufferPointer) {
        precondition(memory.count == Digest.byteCount, "a digest has 32 bytes")
        func word(_ place: Int) -> UInt64 {
            UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self))
        }
        self.init(words: (word(0), word(1), word(2), word(3)))
    }

    /// Lends the 32 bytes for the time of one call.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let memory = (word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian)
        return withUnsafeBytes(of: memory, body)
    }

    /// The 32 bytes.
    package var bytes: [UInt8] { withBytes { [UInt8]($0) } }

    package var description: String { withBytes { Hex.encode($0) } }

    package static func < (left: Digest, right: Digest) -> Bool {
        if left.word0 != right.word0 { return left.word0 < right.word0 }
        if left.word1 != right.word1 { return left.word1 < right.word1 }
        if left.word2 != right.word2 { return left.word2 < right.word2 }
        return left.word3 < right.word3
    }
}
