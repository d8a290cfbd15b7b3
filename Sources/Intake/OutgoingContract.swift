/// What a vehicle takes away from the site, and for whom.
package struct OutgoingContract: Hashable, Sendable {
    /// The vehicle.
    package let plate: Plate
    /// What it takes away.
    package let code: WasteCode
    /// Who is behind it.
    package let parties: Parties
    /// The site that it goes to.
    package let destination: String
    /// The recovery or disposal operation there (R and D codes of Directive 2008/98/EC, annexes I,
    /// II).
    package let purpose: String
    /// Where it is loaded: destinations of loads that came in; none where that is not told.
    package let stores: [String]

    /// A contract as the site's book has it.
    package init(
        plate: Plate, code: WasteCode, parties: Parties, destination: String, purpose: String,
        stores: [String] = []
    ) {
        (self.plate, self.code, self.parties) = (plate, code, parties)
        (self.destination, self.purpose, self.stores) = (destination, purpose, stores)
    }
}
