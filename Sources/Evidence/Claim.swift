package import Intake
import Wire

/// Something an entry commits to and does not show.
package enum Claim: Hashable, Sendable {
    /// What rebuilds the ticket.
    case evidence(EvidenceClaim)
    /// Who is behind the load.
    case parties(Parties)
    /// The plate.
    case plate(Plate)

    /// The keys of claims; they never change their meaning.
    package enum Key {
        package static let evidence: Int64 = 20
        package static let parties: Int64 = 21
        package static let plate: Int64 = 22
    }

    /// The key it stands under.
    package var key: Int64 {
        switch self {
        case .evidence: Key.evidence
        case .parties: Key.parties
        case .plate: Key.plate
        }
    }

    var cbor: CBOR {
        switch self {
        case .evidence(let claim): claim.cbor
        case .parties(let parties):
            .dictionary([
                1: .text(parties.producer), 2: .text(parties.carrier), 3: .text(parties.contract),
            ])
        case .plate(let plate): .text(plate.text)
        }
    }

    /// Reads the claim that a disclosure opens.
    ///
    /// Throws `EvidenceError` for a key or a value that is not known here.
    package init(_ disclosure: Disclosure) throws(EvidenceError) {
        do throws(CBORError) {
            switch disclosure.key {
            case Key.evidence: self = .evidence(try EvidenceClaim(disclosure.value))
            case Key.parties: self = .parties(try Claim.parties(disclosure.value))
            case Key.plate:
                guard let text = disclosure.value.textValue, let plate = Plate(text),
                    plate.text == text
                else { throw CBORError.wrongType("plate: capital letters and digits") }
                self = .plate(plate)
            default: throw CBORError.unknownKey("claim \(disclosure.key)")
            }
        } catch {
            throw EvidenceError("claim \(disclosure.key)", error)
        }
    }

    private static func parties(_ value: CBOR) throws(CBORError) -> Parties {
        var map = try CBORMapReader(value, of: "parties")
        let parties = Parties(
            producer: try map.text(1, "producer"), carrier: try map.text(2, "carrier"),
            contract: try map.text(3, "contract"))
        try map.finish()
        return parties
    }
}
