import Evidence

/// The state after one block, as much of it as heads are proven with.
struct Snapshot: Sendable {
    let height: Int64
    /// The head of every gateway, in the order of the leaves.
    let heads: [HeadProof.Head]
    let roots: LedgerRoots

    /// The same state after a later block.
    func at(_ height: Int64) -> Snapshot {
        Snapshot(height: height, heads: heads, roots: roots)
    }
}

/// The states after the last blocks.
///
/// A proof is held against the header after its state, and that header may be some blocks old
/// before somebody asks.
struct Snapshots: Sendable {
    private static let capacity = 128

    private var kept: [Snapshot] = []

    var newest: Snapshot? { kept.last }

    /// Keeps the state after the block that follows; the oldest is dropped.
    mutating func keep(_ snapshot: Snapshot) {
        if kept.count >= Snapshots.capacity { kept.removeFirst() }
        kept.append(snapshot)
    }

    /// The state after a block; nil when it is no longer, or not yet, there.
    func at(_ height: Int64) -> Snapshot? {
        guard let oldest = kept.first?.height, height >= oldest else { return nil }
        let place = height - oldest
        return place < kept.count ? kept[Int(place)] : nil
    }
}
