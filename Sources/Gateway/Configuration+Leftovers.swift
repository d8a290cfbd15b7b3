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
}
