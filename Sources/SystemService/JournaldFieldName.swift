/// A field's name as the system's log takes it.
///
/// Capitals, digits and underscores, neither an underscore nor a digit first, at most 64 characters
/// (systemd.journal-fields(7)). Journald drops other fields silently, so other names are bent.
package struct JournaldFieldName: Hashable, Sendable {
    /// The name that is written.
    package let text: String

    /// The nearest name that is allowed: `net kg` becomes `NET_KG`, `2nd` becomes `N2ND`.
    package init(_ name: String) {
        let letters = name.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "A"..."Z", "0"..."9": Character(scalar)
            case "a"..."z": Character(scalar.properties.uppercaseMapping)
            default: "_"
            }
        }
        // A leading underscore marks what only journald itself may write.
        var kept = String(letters.drop { $0 == "_" })
        if kept.isEmpty { kept = "FIELD" }
        if kept.first?.isNumber == true { kept = "N" + kept }
        text = String(kept.prefix(64))
    }
}
