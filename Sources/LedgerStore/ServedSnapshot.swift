import Wire

/// What of a snapshot is kept while its chunks are handed out, one after the other.
///
/// An index has up to a million digests, and the state up to 64 MB: neither is read again for each
/// chunk. What is kept is small, so it may stay when nobody asks any more.
struct ServedSnapshot {
    let height: Int64
    /// Entries of the log that it has.
    let entries: Int64
    let parts: SnapshotParts
    /// The transactions of each chunk of them; nil before one is asked for.
    var evidence: [[Digest]]?
}
