/// How much a decoder takes before it refuses, whatever the bytes claim.
package struct CBORLimits: Hashable, Sendable {
    /// The longest input, in bytes.
    package let maximumBytes: Int
    /// The most items of any kind in it.
    package let maximumItems: Int
    /// The most arrays, maps and tags around an item.
    package let maximumDepth: Int

    /// 1 MiB, 262,144 items, 16 levels: room for twice the largest transaction.
    package static let standard = CBORLimits()

    /// Limits of one's own.
    package init(
        maximumBytes: Int = 1 << 20, maximumItems: Int = 1 << 18, maximumDepth: Int = 16
    ) {
        self.maximumBytes = maximumBytes
        self.maximumItems = maximumItems
        self.maximumDepth = maximumDepth
    }
}
