/// Who is behind a load: told only to whom it concerns.
package struct Parties: Hashable, Sendable {
    /// Whose waste it is.
    package let producer: String
    /// Who drives it.
    package let carrier: String
    /// The contract or order it is brought under.
    package let contract: String

    /// The parties as the site's book has them.
    package init(producer: String, carrier: String, contract: String) {
        (self.producer, self.carrier, self.contract) = (producer, carrier, contract)
    }
}
