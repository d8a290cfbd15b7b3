import Wire

/// Where in a JSON payload the time stands and how it is written.
package struct PayloadClock: Sendable, Hashable {
    package enum Format: String, Sendable, Hashable, CaseIterable {
        /// Seconds since 1970, fraction allowed.
        case unix
        /// Milliseconds since 1970.
        case unixMilliseconds = "unix-ms"
        /// `2026-11-26T10:13:52Z` (RFC 3339).
        case rfc3339
    }

    package let place: JSONPointer
    package let format: Format
    /// The zone of times that name none, as RFC 3339 writes it; nil refuses them.
    package let zone: String?

    package init(place: JSONPointer, format: Format, zone: String?) {
        (self.place, self.format, self.zone) = (place, format, zone)
    }

    /// Whether a text is a zone: `Z`, `+08:00`.
    static func isZone(_ text: String) -> Bool {
        Timestamp(rfc3339: "2000-01-01T00:00:00" + text) != nil
    }

    /// The time in a text.
    ///
    /// A local time is some hours wrong wherever one guesses its zone, so it is taken only where
    /// the map says one.
    func time(in text: JSONValue) throws(PayloadError) -> PayloadTime {
        guard let found = place.value(in: text) else { throw PayloadError("no time at \(place)") }
        guard let milliseconds = try milliseconds(found) else {
            throw PayloadError("no time as \(format.rawValue) at \(place)")
        }
        return .at(milliseconds: milliseconds)
    }

    private func milliseconds(_ value: JSONValue) throws(PayloadError) -> Int64? {
        switch (format, value) {
        case (.unix, .number(let digits)): return ExactDecimal(digits)?.floored(to: -3)
        case (.unixMilliseconds, .number(let digits)): return ExactDecimal(digits)?.floored(to: 0)
        case (.rfc3339, .string(let text)):
            guard text.utf8.count <= 40 else { return nil }
            if let moment = Timestamp(rfc3339: text) { return moment.milliseconds }
            guard Timestamp(rfc3339: text + "Z") != nil else { return nil }
            guard let zone else {
                throw PayloadError("the time at \(place) has no zone; say \"zone\" in the map")
            }
            return Timestamp(rfc3339: text + zone)?.milliseconds
        default: return nil
        }
    }
}

extension Timestamp {
    /// Whole milliseconds since 1970, rounded down.
    var milliseconds: Int64 { seconds * 1_000 + Int64(nanoseconds) / 1_000_000 }
}
