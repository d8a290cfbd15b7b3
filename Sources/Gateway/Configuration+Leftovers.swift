import Intake
import LightClients
import Wire

extension Configuration {
    /// What still stands as in the shipped example, and would be on record for good.
    package var leftovers: [String] {
        var words: [String] = []
        if gateway.contains("//site.example/") {
            words.append("gateway: id, which every entry carries; the chain's operators give it")
        }
        if upstream.anchor.hash == .zero {
            words.append(
                "upstream: anchor, which no chain has; its operators tell height and hash by telephone"
            )
        }
        if scale.serial.allSatisfy({ $0 == "0" }) {
            words.append("the scale's serial, which every record carries; it is on the type plate")
        }
        return words
    }

    /// What the site's own files say and can hardly mean: permitted, but no load would go through.
    ///
    /// No plate is told: what `check` says at a reload stands in the system's journal.
    package var contradictions: [String] {
        let book = vehicles
        return book.codes(notPermittedBy: rules).map {
            "vehicles bring \($0), which rules: permitted does not list; every load of it is held"
        }
            + book.storesOfNothing.map {
                "loads_from names \($0), which is no destination of any vehicle; no load lies there"
            }
    }
}
