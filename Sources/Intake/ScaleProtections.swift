/// What a device's own format does to keep a weight from being taken for another.
///
/// The evidence of every weighing names them: a format without a checksum or without a word for
/// stability proves less, whatever the grade of its map.
package struct ScaleProtections: Sendable, Hashable {
    /// A disturbed frame is recognised.
    package let checksum: Bool
    /// The instrument itself says that the load stands still.
    package let stability: Bool
    /// The format says whether the weight is gross; else it is whatever the display shows.
    package let grossNetFlag: Bool
    /// The unit is in the format and not only in the site's configuration.
    package let unit: Bool

    package init(checksum: Bool, stability: Bool, grossNetFlag: Bool, unit: Bool) {
        (self.checksum, self.stability) = (checksum, stability)
        (self.grossNetFlag, self.unit) = (grossNetFlag, unit)
    }

    /// What the format tells, in words.
    package var words: String {
        [
            ("checksum", checksum), ("stability", stability), ("gross/net", grossNetFlag),
            ("unit", unit),
        ].map { $0.1 ? $0.0 : "no \($0.0)" }.joined(separator: ", ")
    }
}
