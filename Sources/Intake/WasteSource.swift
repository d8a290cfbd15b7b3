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
    /// What kind of source it is.
    package let kind: SourceKind
    /// A code of the area; coarse enough that it names nobody.
    package let area: String

    /// A source as the site's book has it.
    package init(kind: SourceKind, area: String) {
        (self.kind, self.area) = (kind, area)
    }
}
