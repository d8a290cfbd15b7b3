package import Documents
import Intake

extension DocumentShape {
    /// Who comes with what, and who takes what away.
    package static let vehiclesFile = DocumentShape(
        "vehicles file", "Who comes with what, and who takes what away.",
        [
            .must("vehicles", .list(.mapping(.vehicle)), "Who brings something; each plate once."),
            .may(
                "outgoing", .list(.mapping(.outgoingVehicle)),
                "Who comes empty and takes something away; each plate once."),
        ])

    static let outgoingVehicle = DocumentShape(
        "outgoing", "A vehicle that takes something away, and the contract it drives for.",
        [
            .must("plate", .filled, "2 to 12 letters and digits."),
            .must("code", .mapping(.wasteCode), "What it takes away."),
            .must("parties", .mapping(.parties), "Who is behind it."),
            .must("destination", .filled, "The site that it goes to."),
            .must(
                "purpose", .operation,
                "What becomes of it there: recovery R1 to R13 or disposal D1 to D15."),
            .may(
                "loads_from", .list(.filled),
                "Where it is loaded: destinations of vehicles above. Its record then names the loads "
                    + "that lay there, the oldest first."),
        ])

    static let vehicle = DocumentShape(
        "vehicle", "A vehicle and the contract it drives for.",
        [
            .must("plate", .filled, "2 to 12 letters and digits."),
            .must("code", .mapping(.wasteCode), "What it brings."),
            .must("source", .mapping(.wasteSource), "Where that comes from."),
            .must("parties", .mapping(.parties), "Who is behind it."),
            .must("destination", .filled, "Where it goes at the site."),
            .must(
                "purpose", .operation,
                "What becomes of it: recovery R1 to R13 or disposal D1 to D15."),
            .may("grades", .list(.mapping(.qualityGrade)), "What is agreed on its quality."),
        ])

    static let wasteCode = DocumentShape(
        "code", "A code of a list of wastes.",
        [
            .must("scheme", .filled, "The list; EWC is the European one."),
            .must("version", .filled, "Its version."),
            .must("code", .filled, "The code; six digits for EWC."),
        ])

    static let wasteSource = DocumentShape(
        "source", "Where the waste comes from.",
        [
            .must(
                "kind", .word(["person", "household", "municipality", "company", "farm"]),
                "What kind of source."),
            .must("area", .filled, "The area's code."),
        ])

    static let parties = DocumentShape(
        "parties", "Who is behind a load; never sent upstream.",
        [
            .must("producer", .filled, "Whose waste it is."),
            .must("carrier", .filled, "Who drives it."),
            .must("contract", .filled, "The contract."),
        ])

    static let qualityGrade = DocumentShape(
        "grade", "A quality that was agreed on.",
        [.must("kind", .filled, "What is graded."), .must("grade", .filled, "The grade.")])
}

extension DocumentContent {
    /// A recovery or disposal operation.
    fileprivate static let operation = text(like: VehicleBook.operationPattern)
}
