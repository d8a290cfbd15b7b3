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
