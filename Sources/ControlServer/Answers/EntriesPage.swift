package import HTTPListening

/// A page of the journal.
package struct EntriesPage: AnswerPart {
    /// In the order of their numbers.
    package var entries: [EntryRow]
    /// Where the next page begins; nil at the journal's end.
    package var next: UInt64?

    package init(entries: [EntryRow], next: UInt64?) {
        (self.entries, self.next) = (entries, next)
    }

    package static let about = "A page of the journal."
    package static let fields: [AnswerField] = [
        .always("entries", .list(.part(EntryRow.self)), "In the order of their numbers."),
        .known("next", .count, "Where the next page begins; left out at the end."),
    ]
}

/// Which entries are asked for.
package struct PageQuestion: Hashable, Sendable {
    /// The number of the first entry; nil for the page that ends with the newest one.
    package let from: UInt64?
    /// How many at most, 1 to 100.
    package let limit: Int

    package init(from: UInt64?, limit: Int) { (self.from, self.limit) = (from, limit) }
}
