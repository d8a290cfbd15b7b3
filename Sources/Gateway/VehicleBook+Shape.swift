package import Documents

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
            .must("plate", .text, "2 to 12 letters and digits."),
            .must("code", .mapping(.wasteCode), "What it takes away."),
            .must("parties", .mapping(.parties), "Who is behind it."),
            .must("destination", .text, "The site that it goes to."),
            .must("purpose", .text, "The recovery or disposal code there: R1, R3."),
            .may(
                "loads_from", .list(.text),
                "Where it is loaded: destinations of vehicles above. Its record then names the loads "
                    + "that lay there, the oldest first."),
        ])

    static let vehicle = DocumentShape(
        "vehicle", "A vehicle and the contract it drives for.",
        [
            .must("plate", .text, "2 to 12 letters and digits."),
            .must("code", .mapping(.wasteCode), "What it brings."),
            .must("source", .mapping(.wasteSource), "Where that comes from."),
            .must("parties", .mapping(.parties), "Who is behind it."),
            .must("destination", .text, "Where it goes at the site."),
            .must("purpose", .text, "The recovery or disposal code: R12, D15."),
            .may("grades", .list(.mapping(.qualityGrade)), "What is agreed on its quality."),
        ])

    static let wasteCode = DocumentShape(
        "code", "A code of a list of wastes.",
        [
            .must("scheme", .text, "The list."), .must("version", .text, "Its version."),
            .must("code", .text, "The code."),
        ])

    static let wasteSource = DocumentShape(
        "source", "Where the waste comes from.",
        [
            .must(
                "kind", .word(["person", "household", "municipality", "company", "farm"]),
                "What kind of source."),
            .must("area", .text, "The area's code."),
        ])

    static let parties = DocumentShape(
        "parties", "Who is behind a load; never sent upstream.",
        [
            .must("producer", .text, "Whose waste it is."),
            .must("carrier", .text, "Who drives it."),
            .must("contract", .text, "The contract."),
        ])

    static let qualityGrade = DocumentShape(
        "grade", "A quality that was agreed on.",
        [.must("kind", .text, "What is graded."), .must("grade", .text, "The grade.")])
}
