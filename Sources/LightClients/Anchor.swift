package import Wire

/// Where trust in a chain begins: a height and the hash of its header, known from outside.
///
/// An anchor comes from a person or a signed checkpoint, never from the node that is checked.
package struct Anchor: Hashable, Sendable {
    /// The height of the header.
    package let height: Int64
    /// The hash of the header.
    package let hash: Digest

    /// Takes a height and a header's hash.
    package init(height: Int64, hash: Digest) {
        self.height = height
        self.hash = hash
    }
}
