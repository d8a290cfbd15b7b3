/// A SenML pack (RFC 8428) with the base fields worked into every record.
package struct SenMLPack: Sendable, Hashable {
    /// The most records of one pack.
    static let mostRecords = 1_024
    /// The longest name, base name included, and the longest unit.
    static let longestText = 256
    /// Times below this are relative to now (RFC 8428, section 4.5.3).
    private static let leastAbsolute: Int64 = 1 << 28

    /// One measurement.
    struct Record: Sendable, Hashable {
        let name: String
        let content: PayloadValue.Content
        let unit: String?
        let time: PayloadTime?
    }

    /// In the order of the pack; base records without a measurement are gone.
    let records: [Record]

    /// Resolves records in their order (RFC 8428, section 4.6).
    init(resolving fields: [[SenMLLabel: SenMLField]]) throws(PayloadError) {
        guard fields.count <= Self.mostRecords else { throw PayloadError("too many records") }
        var base: [SenMLLabel: SenMLField] = [:]
        var records: [Record] = []
        for (index, record) in fields.enumerated() {
            for label in SenMLLabel.allCases where label.rawValue < 0 {
                if let field = record[label] { base[label] = field }
            }
            do {
                if let record = try Self.resolved(SenMLRecordFields(record, base: base)) {
                    records.append(record)
                }
            } catch {
                throw PayloadError("SenML record \(index): \(error)")
            }
        }
        self.records = records
    }

    /// The record of a name that was measured last; of equals, the one that stands last.
    ///
    /// A pack may bring a batch of earlier values along.
    func latest(named name: String) -> Record? {
        records.filter { $0.name == name }.reduce(nil) { latest, record in
            guard let latest else { return record }
            return Self.age(record) >= Self.age(latest) ? record : latest
        }
    }

    /// Milliseconds for comparing within a pack, where absolute and relative times do not mix.
    private static func age(_ record: Record) -> Int64 {
        switch record.time {
        case .at(let milliseconds), .fromArrival(let milliseconds): milliseconds
        case nil: 0
        }
    }

    private static func resolved(_ fields: SenMLRecordFields) throws(PayloadError) -> Record? {
        try fields.checkVersion()
        guard let content = try fields.content() else { return nil }
        return Record(
            name: try fields.fullName(), content: content, unit: try fields.fullUnit(),
            time: try fields.fullTime().map { (time) throws(PayloadError) in
                guard let milliseconds = time.floored(to: -3) else {
                    throw PayloadError("a time beyond all calendars")
                }
                return milliseconds < leastAbsolute * 1_000
                    ? .fromArrival(milliseconds: milliseconds) : .at(milliseconds: milliseconds)
            })
    }
}

extension PayloadValue {
    init(_ record: SenMLPack.Record) {
        self.init(content: record.content, unit: record.unit, time: record.time)
    }
}
