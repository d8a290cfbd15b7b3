import SQLite

/// What trust in a kept header rests on.
package struct HeaderStanding: Hashable, Sendable {
    /// Whether somebody from outside vouched for it.
    package var isAnchor: Bool
    /// The height of the header it was verified from; nil for an anchor.
    package var via: Int64?
    /// The witnesses who confirmed it; nil where nobody was asked yet.
    package var witnesses: [String]?
    /// Whether trust was carried to it beyond the trusting period.
    package var isContinuity: Bool

    package init(
        isAnchor: Bool = false, via: Int64? = nil, witnesses: [String]? = nil,
        isContinuity: Bool = false
    ) {
        (self.isAnchor, self.via) = (isAnchor, via)
        (self.witnesses, self.isContinuity) = (witnesses, isContinuity)
    }

    /// Reads is_anchor, via, witnesses and is_continuity from a column on.
    init(_ row: SQLiteRow, from column: Int) {
        self.init(
            isAnchor: row.int(column) == 1, via: row.optionalInt(column + 1),
            witnesses: row.optionalText(column + 2)?.split(separator: "\n").map(String.init),
            isContinuity: row.int(column + 3) == 1)
    }
}
