package import Evidence

/// An entry that is made and not yet durable, with what it hides.
package struct NewEntry: Sendable {
    /// The signed entry.
    package let entry: JournalEntry
    /// Salts and values of its claims, for the disclosure store.
    package let disclosures: [Disclosure]
    /// Whether it travels upstream as its digest until it is released.
    package let isWithheld: Bool

    package init(_ made: MadeEntry, isWithheld: Bool = false) {
        entry = made.entry
        disclosures = made.disclosures
        self.isWithheld = isWithheld
    }
}
