import Evidence

/// Cuts a run of entries to what fits into one transaction.
enum BatchCutting {
    /// What header, tags and lengths take at most, beside the items themselves.
    private static let overhead = 4096
    /// The head of one item.
    private static let itemHead = 5

    /// The entries as items, as many from the front as fit; at least one.
    static func items(of entries: [JournalEntry], withheld: Set<UInt64>) -> [BatchItem] {
        var items: [BatchItem] = []
        var room = Batch.maximumBytes - overhead
        for entry in entries {
            let item: BatchItem =
                withheld.contains(entry.seq) ? .digest(entry.digest) : .entry(entry.bytes)
            room -= item.bytes.count + itemHead
            guard room >= 0 || items.isEmpty else { break }
            items.append(item)
        }
        return items
    }
}
