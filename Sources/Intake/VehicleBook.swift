/// What a vehicle brings, and for whom.
package struct VehicleContract: Hashable, Sendable {
    package let plate: Plate
    package let code: WasteCode
    package let source: WasteSource
    package let parties: Parties
    /// Where the load goes on the site.
    package let destination: String
    /// The recovery or disposal operation (R and D codes of Directive 2008/98/EC, annexes I, II).
    package let purpose: String
    package let grades: [QualityGrade]

    package init(
        plate: Plate, code: WasteCode, source: WasteSource, parties: Parties,
        destination: String, purpose: String, grades: [QualityGrade] = []
    ) {
        (self.plate, self.code, self.source, self.parties) = (plate, code, source, parties)
        (self.destination, self.purpose, self.grades) = (destination, purpose, grades)
    }
}

/// The vehicles that a site knows.
package struct VehicleBook: Hashable, Sendable {
    private let contracts: [Plate: VehicleContract]

    /// A book of contracts; nil when a plate stands in it twice.
    package init?(_ contracts: [VehicleContract]) {
        var book: [Plate: VehicleContract] = [:]
        for contract in contracts {
            guard book.updateValue(contract, forKey: contract.plate) == nil else { return nil }
        }
        self.contracts = book
    }

    /// What a vehicle brings; nil for a vehicle that nobody knows.
    package func contract(of plate: Plate) -> VehicleContract? { contracts[plate] }

    /// How many vehicles it knows.
    package var count: Int { contracts.count }
}
