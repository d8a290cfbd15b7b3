/// Who a load comes from, as far as that may be told to everybody.
package enum SourceKind: Int, Hashable, Sendable, CaseIterable {
    case person = 0
    case household = 1
    case municipality = 2
    case company = 3
    case farm = 4
}

/// The origin of a load: a kind and an area, never a name.
package struct WasteSource: Hashable, Sendable {
    package let kind: SourceKind
    /// A code of the area; coarse enough that it names nobody.
    package let area: String

    package init(kind: SourceKind, area: String) {
        (self.kind, self.area) = (kind, area)
    }
}

/// Who is behind a load: told only to whom it concerns.
package struct Parties: Hashable, Sendable {
    package let producer: String
    package let carrier: String
    package let contract: String

    package init(producer: String, carrier: String, contract: String) {
        (self.producer, self.carrier, self.contract) = (producer, carrier, contract)
    }
}

/// A grade of quality, such as the share of what does not belong.
package struct QualityGrade: Hashable, Sendable {
    package let kind: String
    package let grade: String

    package init(kind: String, grade: String) {
        (self.kind, self.grade) = (kind, grade)
    }
}
