import DeviceReaders

/// One bus or one line of the site, with what reads it: it starts and stops by itself.
struct FieldPart: Sendable {
    let devices: FieldDevices
    let feed: FieldFeed
    let run: StageRun
}

/// From the field of one configuration to that of the next: what stays, what comes, what goes.
struct FieldChange: Sendable {
    /// The next field, in its order.
    let next: [FieldPart]
    /// What of it is new.
    let coming: [FieldPart]
    /// What of the former one goes.
    let leaving: [FieldPart]
    /// Those of the leaving ones that had to make room on the line before the new ones could try.
    let stopped: [FieldPart]

    /// The scale of the next field, where its reader is a new one.
    var newScale: FieldPart? { coming.first(where: \.devices.hasScale) }

    /// Keeps every part that the next field has too, and makes the others with `make`.
    ///
    /// A bus whose devices, addresses, maps and times are the same is read on as if nothing were.
    init(
        from former: [FieldPart], to devices: FieldDevices, make: (FieldDevices) -> FieldPart
    ) {
        var left = former
        (next, coming) = devices.parts.reduce(into: ([FieldPart](), [FieldPart]())) { made, part in
            if let place = left.firstIndex(where: { $0.devices == part }) {
                made.0.append(left.remove(at: place))
            } else {
                let new = make(part)
                made.0.append(new)
                made.1.append(new)
            }
        }
        leaving = left
        let wanted = coming.reduce(into: Set<String>()) { $0.formUnion($1.devices.addresses) }
        stopped = left.filter { !$0.devices.addresses.isDisjoint(with: wanted) }
    }

    var isNothing: Bool { coming.isEmpty && leaving.isEmpty }
}
