import Documents
import Intake

extension VehicleBook {
    /// Reads a vehicles file.
    init(_ node: DocumentNode) throws(DocumentError) {
        var root = try DocumentMapping(node, of: .vehiclesFile)
        var (contracts, outgoing): ([VehicleContract], [OutgoingContract]) = ([], [])
        var seen: Set<Plate> = []
        for node in try root.nodes("vehicles") {
            let contract = try VehicleContract(node)
            try VehicleBook.note(contract.plate, at: node, in: &seen)
            contracts.append(contract)
        }
        seen = []
        for node in try root.optionalNodes("outgoing") ?? [] {
            let contract = try OutgoingContract(node)
            try VehicleBook.note(contract.plate, at: node, in: &seen)
            outgoing.append(contract)
        }
        try root.finish()
        guard let book = VehicleBook(contracts, outgoing: outgoing) else {
            preconditionFailure("plates were compared one by one")
        }
        self = book
    }

    private static func note(
        _ plate: Plate, at node: DocumentNode, in seen: inout Set<Plate>
    ) throws(DocumentError) {
        guard seen.insert(plate).inserted else {
            throw DocumentError(node.place, "plate \(plate.text) stands here a second time")
        }
    }
}

extension VehicleContract {
    fileprivate init(_ node: DocumentNode) throws(DocumentError) {
        var vehicle = try DocumentMapping(node, of: .vehicle)
        let plate = try Plate(in: &vehicle)
        let wasteCode = try WasteCode(in: &vehicle)
        var source = try vehicle.mapping("source")
        let kinds: [String: SourceKind] = [
            "person": .person, "household": .household, "municipality": .municipality,
            "company": .company, "farm": .farm,
        ]
        let wasteSource = WasteSource(
            kind: try source.choice("kind", kinds), area: try source.string("area"))
        try source.finish()
        self.init(
            plate: plate, code: wasteCode, source: wasteSource,
            parties: try Parties(in: &vehicle),
            destination: try vehicle.string("destination"),
            purpose: try VehicleBook.operation(in: &vehicle),
            grades: try VehicleContract.grades(in: &vehicle))
        try vehicle.finish()
    }

    private static func grades(
        in vehicle: inout DocumentMapping
    ) throws(DocumentError) -> [QualityGrade] {
        var grades: [QualityGrade] = []
        for node in try vehicle.optionalNodes("grades") ?? [] {
            var grade = try DocumentMapping(node, of: .qualityGrade)
            grades.append(
                QualityGrade(kind: try grade.string("kind"), grade: try grade.string("grade")))
            try grade.finish()
        }
        return grades
    }
}

extension OutgoingContract {
    fileprivate init(_ node: DocumentNode) throws(DocumentError) {
        var vehicle = try DocumentMapping(node, of: .outgoingVehicle)
        var stores: [String] = []
        for node in try vehicle.optionalNodes("loads_from") ?? [] {
            stores.append(try node.filled("a place on the site"))
        }
        self.init(
            plate: try Plate(in: &vehicle), code: try WasteCode(in: &vehicle),
            parties: try Parties(in: &vehicle), destination: try vehicle.string("destination"),
            purpose: try VehicleBook.operation(in: &vehicle), stores: stores)
        try vehicle.finish()
    }
}

extension Plate {
    fileprivate init(in vehicle: inout DocumentMapping) throws(DocumentError) {
        let place = try vehicle.node("plate").place
        guard let plate = Plate(try vehicle.string("plate")) else {
            throw DocumentError(place, "a plate has 2 to 12 letters and digits")
        }
        self = plate
    }
}

extension WasteCode {
    fileprivate init(in vehicle: inout DocumentMapping) throws(DocumentError) {
        var code = try vehicle.mapping("code")
        let (scheme, version) = (try code.string("scheme"), try code.string("version"))
        if let fault = WasteCode.schemeFault(scheme) { throw try code.node("scheme").error(fault) }
        let text = try code.string("code")
        self.init(scheme: scheme, listVersion: version, code: text)
        if let fault = digitsFault(asWritten: text) { throw try code.node("code").error(fault) }
        try code.finish()
    }
}

extension Parties {
    fileprivate init(in vehicle: inout DocumentMapping) throws(DocumentError) {
        var parties = try vehicle.mapping("parties")
        self.init(
            producer: try parties.string("producer"), carrier: try parties.string("carrier"),
            contract: try parties.string("contract"))
        try parties.finish()
    }
}
