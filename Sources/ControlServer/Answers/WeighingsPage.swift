package import HTTPListening

/// The weighings in progress: the deck, and the vehicles that were weighed in and not out.
package struct WeighingsPage: AnswerPart {
    package var weighing: WeighingStatus
    /// Vehicles that were weighed in and not out.
    package var vehiclesOnSite: Int
    /// Their weigh-ins, in the order of their numbers.
    package var entries: [EntryRow]
    /// Where the next page begins; nil at the end.
    package var next: UInt64?

    package init(
        weighing: WeighingStatus, vehiclesOnSite: Int, entries: [EntryRow], next: UInt64?
    ) {
        (self.weighing, self.vehiclesOnSite) = (weighing, vehiclesOnSite)
        (self.entries, self.next) = (entries, next)
    }

    enum CodingKeys: String, CodingKey {
        case weighing, entries, next
        case vehiclesOnSite = "vehicles_on_site"
    }

    package static let about = "The weighings in progress."
    package static let fields: [AnswerField] = [
        .always("weighing", .part(WeighingStatus.self), WeighingStatus.about),
        .always("vehicles_on_site", .count, "Vehicles that were weighed in and not out."),
        .always("entries", .list(.part(EntryRow.self)), "Their weigh-ins, in order."),
        .known("next", .count, "Where the next page begins; left out at the end."),
    ]
}
