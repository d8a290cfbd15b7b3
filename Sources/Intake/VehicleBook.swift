/// The vehicles that a site knows.
package struct VehicleBook: Hashable, Sendable {
    private let contracts: [Plate: VehicleContract]
    private let outgoing: [Plate: OutgoingContract]

    /// A book of contracts; nil when a plate stands twice in either part of it.
    package init?(_ contracts: [VehicleContract], outgoing: [OutgoingContract] = []) {
        var leaving: [Plate: OutgoingContract] = [:]
        for contract in outgoing {
            guard leaving.updateValue(contract, forKey: contract.plate) == nil else { return nil }
        }
        self.outgoing = leaving
        var book: [Plate: VehicleContract] = [:]
        for contract in contracts {
            guard book.updateValue(contract, forKey: contract.plate) == nil else { return nil }
        }
        self.contracts = book
    }

    /// What a vehicle brings; nil for a vehicle that nobody knows.
    package func contract(of plate: Plate) -> VehicleContract? { contracts[plate] }

    /// What a vehicle takes away; nil for one that is known for no such thing.
    package func outgoingContract(of plate: Plate) -> OutgoingContract? { outgoing[plate] }

    /// Where loads that come in may go on the site.
    package var destinations: Set<String> { Set(contracts.values.map(\.destination)) }

    /// What may become of loads that come in.
    package var purposes: Set<String> { Set(contracts.values.map(\.purpose)) }

    /// The areas that loads come from.
    package var areas: Set<String> { Set(contracts.values.map(\.source.area)) }

    /// The codes that vehicles bring and that limits do not permit: every such load would be held.
    package func codes(notPermittedBy limits: RuleLimits) -> [String] {
        let codes = contracts.values.map(\.code).filter { !limits.permits($0) }.map(\.code)
        return Set(codes).sorted()
    }

    /// Places that something is taken away from and that nothing is brought to.
    package var storesOfNothing: [String] {
        Set(outgoing.values.flatMap(\.stores)).subtracting(destinations).sorted()
    }

    /// How many vehicles it knows.
    package var count: Int { Set(contracts.keys).union(outgoing.keys).count }
}
