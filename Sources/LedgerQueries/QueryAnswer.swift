import Evidence
import FoundationEssentials
import IntakeLedger
import Wire

/// The answers as JSON: bytes in base64, digests in lower-case hexadecimal.
///
/// What verifies an answer comes with it: the SHA-256 Merkle root over `roots` is the app hash in
/// the header after `height`.
enum QueryAnswer {
    private struct Status: Encodable {
        let chain_id: String
        let height: Int64
        let app_hash: String
        let entries: UInt64
        let gateways: Int
    }

    private struct Gateways: Encodable {
        struct One: Encodable {
            let gateway: String
            let site: String
            let key: String
            let status: String
            let last: UInt64
            let digest: String
            let forked_at: UInt64?
        }

        let height: Int64
        let gateways: [One]
        let next: Int?
    }

    private struct Head: Encodable {
        let height: Int64
        let value: String
        let proof: String
    }

    private struct Sums: Encodable {
        struct One: Encodable {
            let group: [String]
            let loads: Int64
            let net_kg: Double
        }

        let height: Int64
        let fewest_loads: Int64
        let sums: [One]
        let withheld_groups: Int64
    }

    private struct Fault: Encodable { let error: String }

    static func json(_ reply: LedgerReply) -> (status: Int, body: [UInt8]) {
        switch reply {
        case .nothing(let what): (404, encoded(Fault(error: what)))
        case .status(let status):
            (
                200,
                encoded(
                    Status(
                        chain_id: status.chainID, height: status.height,
                        app_hash: Hex.encode(status.appHash), entries: status.entries,
                        gateways: status.gateways))
            )
        case .gateways(let members, let height, let next):
            (
                200,
                encoded(Gateways(height: height, gateways: members.map(gateway), next: next))
            )
        case .head(let value, let proof, let height):
            (
                200,
                encoded(
                    Head(
                        height: height, value: Base64.encode(value), proof: Base64.encode(proof)))
            )
        case .entries(let proven, let next): (200, encoded(EntriesAnswer(proven, next)))
        case .sums(let sums, let height):
            (
                200,
                encoded(
                    Sums(
                        height: height, fewest_loads: LoadSum.fewest,
                        sums: sums.sums.map {
                            Sums.One(
                                group: $0.group, loads: $0.loads, net_kg: Double($0.net) / 1_000)
                        }, withheld_groups: sums.withheld))
            )
        }
    }

    static func json(_ fault: QueryFault) -> [UInt8] { encoded(Fault(error: fault.message)) }

    private static func gateway(_ member: LedgerMember) -> Gateways.One {
        let one = member.registration
        return Gateways.One(
            gateway: one.gateway, site: one.site, key: Hex.encode(one.key.raw),
            status: one.status.description, last: member.last, digest: member.digest.description,
            forked_at: member.forkedAt)
    }

    private static func encoded(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            preconditionFailure("texts and numbers are always JSON: \(error)")
        }
    }
}
