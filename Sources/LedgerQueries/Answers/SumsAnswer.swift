import Evidence
import HTTPListening
import Intake
import IntakeLedger
import Wire

/// Loads counted together.
struct SumsAnswer: AnswerPart {
    let height: Int64
    let roots: [String]
    let log_size: UInt64
    let log_root: String
    let fewest_loads: Int64
    let sums: [SumRow]
    let withheld_groups: Int64
    let next: Int?
    let proof: String
    let loads_at: String
    let log_at: String

    init(_ sums: LoadSums, _ filter: LoadFilter, _ state: LedgerState) {
        (height, roots) = (state.height, state.encodedRoots)
        (log_size, log_root) = (state.roots.log.count, state.roots.log.root.description)
        fewest_loads = LoadSum.fewest
        self.sums = sums.sums.map {
            SumRow(group: $0.group, loads: $0.loads, net_kg: Double($0.net) / 1_000)
        }
        (withheld_groups, next) = (sums.withheld, sums.next)
        proof = SumsAnswer.proofWords
        (loads_at, log_at) = (QueryAddress.loads(filter), QueryAddress.log)
    }

    private static let proofWords =
        "A sum is not proven by itself: it is this node's reading of the log of log_size entries "
        + "under log_root. Read the entries at log_at, from 0 to log_size; they make log_root, and "
        + "everybody can add up what they say."

    static let about = "Loads counted together: a node's reading of the log that it names."
    static let fields: [AnswerField] = [
        .height, .roots, .logSize,
        .always("log_root", .digest, "The root of the log that was read, as in 'roots'."),
        .always("fewest_loads", .count, "Groups of fewer loads are not told."),
        .always("sums", .list(.part(SumRow.self)), "In the order of their groups."),
        .always(
            "withheld_groups", .count,
            "How many groups are not told, on all pages together: none, or two and more wherever "
                + "another is told, with fewest_loads together at the fewest. So the sum of all "
                + "loads without the told ones is never that of one group."),
        .next(), .always("proof", .text, "What proves a sum, and what does not."),
        .always(
            "loads_at", .text, "The address of the loads that are summed, each with its proof."),
        .always("log_at", .text, "The address of the whole log."),
    ]
}

/// One group of loads.
struct SumRow: AnswerPart {
    let group: [String]
    let loads: Int64
    let net_kg: Double

    static let about = "One group of loads."
    static let fields: [AnswerField] = [
        .always("group", .list(.text), "What its loads have in common, in the order of 'by'."),
        .always("loads", .count, "How many."), .always("net_kg", .number, "Their net together."),
    ]
}

/// Addresses of the API that answers point to.
enum QueryAddress {
    static let log = "/v1/log"

    /// The loads that a filter lets through, those that a sum counts.
    static func loads(_ filter: LoadFilter) -> String {
        let parameters: [(String, String?)] = [
            ("direction", filter.direction == .outgoing ? "out" : nil),
            // What was turned away is in no sum.
            ("rejected", filter.direction == .incoming ? "no" : nil), ("site", filter.site),
            ("gateway", filter.gateway), ("scheme", filter.scheme), ("code", filter.code),
            ("area", filter.area), ("destination", filter.destination),
            ("since", filter.from.flatMap(moment)), ("before", filter.to.flatMap(moment)),
        ]
        let pairs = parameters.compactMap { name, value in
            value.map { "\(name)=\(escaped($0))" }
        }
        return "/v1/loads" + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    private static func moment(_ seconds: Int64) -> String? {
        Timestamp(seconds: seconds, nanoseconds: 0)?.rfc3339
    }

    /// Everything but what RFC 3986, section 2.3, calls unreserved, as percent signs and digits.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default: escaped += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return escaped
    }
}
