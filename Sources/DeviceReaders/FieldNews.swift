/// What is wired to the box says beside weights and values.
package enum FieldNews: Sendable, Hashable {
    case unit(UnitNews)
    case audit(AuditFinding)
}

/// A device with sensors that went away, or came back.
package struct UnitNews: Sendable, Hashable {
    /// What the site calls the device.
    package let name: String
    /// Why nobody is heard; nil when it is back.
    package let awayFor: String?
}

/// Something that must not change unnoticed: what it is now, said at first and at every change.
package struct AuditFinding: Sendable, Hashable {
    package let name: String
    package let number: Int64
    /// What the maker's manual calls it.
    package let meaning: String
}
