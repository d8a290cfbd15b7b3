/// BlockIDFlag: what a validator voted for (types/validator.proto).
///
/// Numbers that are not named here are kept.
package struct ABCIBlockIDFlag: RawRepresentable, Hashable, Sendable {
    /// The number in the message.
    package let rawValue: Int32

    /// Not said.
    package static let unknown = ABCIBlockIDFlag(rawValue: 0)
    /// No vote came in time.
    package static let absent = ABCIBlockIDFlag(rawValue: 1)
    /// It voted for the block.
    package static let commit = ABCIBlockIDFlag(rawValue: 2)
    /// It voted for no block.
    package static let `nil` = ABCIBlockIDFlag(rawValue: 3)

    package init(rawValue: Int32) { self.rawValue = rawValue }
}
