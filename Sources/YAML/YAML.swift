package import Documents

/// Reads YAML as people write configuration: one document, no aliases, no tags.
///
/// libyaml finds the structure and the places; what a scalar means is left to the reader of the
/// node, so that nothing is guessed (`no` is a text, `1e3` is whatever its reader expects).
package enum YAML {
    /// The longest file that is read, in bytes.
    package static let sizeLimit = 1_048_576
    /// How deep lists and mappings may stand in each other.
    package static let depthLimit = 32

    /// The one document in `bytes` (UTF-8); `file` is only named in places.
    ///
    /// An empty file is `.null`. Refused, with the place: what is not YAML, a second document,
    /// anchors, aliases, tags, keys that are not scalars, more than the limits allow.
    package static func parse(
        _ bytes: [UInt8], file: String
    ) throws(DocumentError) -> DocumentNode {
        let start = DocumentPlace(file: file, line: 1, column: 1)
        guard bytes.count <= sizeLimit else {
            throw DocumentError(start, "the file is longer than \(sizeLimit) bytes")
        }
        var reader = YAMLReader(try YAMLParser(bytes, file: file))
        return try reader.document(orNothingAt: start)
    }
}
