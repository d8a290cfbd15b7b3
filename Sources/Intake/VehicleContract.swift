/// What a vehicle brings, and for whom.
package struct VehicleContract: Hashable, Sendable {
    /// The vehicle.
    package let plate: Plate
    /// What it brings.
    package let code: WasteCode
    /// Where that comes from.
    package let source: WasteSource
    /// Who is behind it.
    package let parties: Parties
    /// Where the load goes on the site.
    package let destination: String
    /// The recovery or disposal operation (R and D codes of Directive 2008/98/EC, annexes I, II).
    package let purpose: String
    /// The quality that was agreed or assessed.
    package let grades: [QualityGrade]
    /// SHA-256 digests of the papers that go with every load, 32 bytes each.
    package let documents: [[UInt8]]

    /// A contract as the site's book has it.
    package init(
        plate: Plate, code: WasteCode, source: WasteSource, parties: Parties,
        destination: String, purpose: String, grades: [QualityGrade] = [],
        documents: [[UInt8]] = []
    ) {
        (self.plate, self.code, self.source, self.parties) = (plate, code, source, parties)
        (self.destination, self.purpose) = (destination, purpose)
        (self.grades, self.documents) = (grades, documents)
    }
}
