import HTTPListening
import IntakeLedger

/// One address of the read-only API: what the server routes by, and what its description says.
struct QueryRoute: Sendable {
    /// A parameter of an address.
    struct Parameter: Sendable {
        /// What may be written there.
        enum Kind: Sendable {
            case text
            case number(ClosedRange<Int>)
            /// RFC 3339.
            case moment
            /// 32 bytes as hexadecimal digits.
            case digest
            case uuid
            case word([String])
            /// Words with commas between, each once.
            case words([String])
        }

        let name: String
        let about: String
        var isRequired = false
        var kind = Kind.text
    }

    let path: String
    let about: String
    /// Nil for the description itself.
    let answer: (any AnswerPart.Type)?
    var parameters: [Parameter] = []

    static let all: [QueryRoute] = [
        QueryRoute(
            path: "/v1/status", about: "How far the ledger is, and what is under its app_hash.",
            answer: StatusAnswer.self),
        QueryRoute(
            path: "/v1/gateways",
            about: "The registered gateways and their heads, with proofs of both.",
            answer: GatewaysAnswer.self, parameters: page),
        QueryRoute(
            path: "/v1/head",
            about: "How far a gateway's journal is recorded, with its proof; also that there is no "
                + "such gateway.",
            answer: HeadAnswer.self, parameters: [gateway(isRequired: true)]),
        QueryRoute(
            path: "/v1/entry",
            about:
                "One entry, with its proof: by gateway and seq, or by digest. Of a number beyond "
                + "the gateway's head, the head's proof. Of a digest that several gateways have "
                + "recorded, that of the gateway which has shown the entry's bytes; also_at names "
                + "the others.",
            answer: EntriesAnswer.self,
            parameters: [
                gateway(),
                Parameter(
                    name: "seq", about: "The entry's number, from 1.", kind: .number(1...Int.max)),
                Parameter(
                    name: "digest", about: "The entry's digest, 64 hexadecimal digits.",
                    kind: .digest),
            ]),
        QueryRoute(
            path: "/v1/record",
            about:
                "The way of a load, with proofs: weigh-in, intake, corrections, void, the outgoing "
                + "loads it went into; and of an outgoing load the loads it consists of. Without a "
                + "gateway, of the one that recorded such an id first.",
            answer: EntriesAnswer.self,
            parameters: [
                Parameter(
                    name: "id",
                    about: "The id of any record of the load, a UUID, as on the ticket.",
                    isRequired: true, kind: .uuid),
                gateway(),
            ] + page),
        QueryRoute(
            path: "/v1/log",
            about:
                "Everything recorded, in its order: the log, or the journal of one gateway. The "
                + "leaves from 0 to log_size make the log's root, and so prove that none is missing.",
            answer: EntriesAnswer.self, parameters: [gateway()] + page),
        QueryRoute(
            path: "/v1/loads",
            about:
                "Loads that a filter lets through, with proofs: as their newest corrections, each "
                + "behind its load, say; none that are void.",
            answer: EntriesAnswer.self,
            parameters: filter + [
                Parameter(
                    name: "rejected",
                    about: "no: without loads that were turned away; with them unless told.",
                    kind: .word(["yes", "no"]))
            ] + page),
        QueryRoute(
            path: "/v1/sums",
            about:
                "Loads counted together, each once, as its newest correction says, and none that "
                + "are void. Groups of fewer than 5 loads are not told, nor those that 1 to 4 loads "
                + "have entered or left by corrections and voids. Where those are one group, or have "
                + "fewer than 5 loads together, the smallest of the others is not told either. A sum "
                + "is proven only by reading the entries, at /v1/log.",
            answer: SumsAnswer.self,
            parameters: filter + [
                Parameter(
                    name: "by",
                    about:
                        "What loads are grouped by: area, code, month, destination, with commas.",
                    kind: .words(LoadGrouping.allCases.map(\.rawValue))),
                limit(most: mostSums, usual: usualSums), from,
            ]),
        QueryRoute(
            path: "/v1/openapi.json", about: "This description.", answer: nil),
    ]

    /// Rows of a page at most, and unless told.
    static let (mostRows, usualRows) = (100, 20)
    /// Groups of a page of sums; each page reads all loads.
    static let (mostSums, usualSums) = (1_000, 100)

    private static let page = [limit(most: mostRows, usual: usualRows), from]

    private static let from = Parameter(
        name: "from", about: "Where the page begins, as the last page's 'next' said.",
        kind: .number(0...Int.max))

    private static func limit(most: Int, usual: Int) -> Parameter {
        Parameter(
            name: "limit", about: "How many at most, 1 to \(most); \(usual) unless told.",
            kind: .number(1...most))
    }

    private static func gateway(isRequired: Bool = false) -> Parameter {
        Parameter(name: "gateway", about: "The gateway's URI.", isRequired: isRequired)
    }

    private static let filter = [
        Parameter(
            name: "direction", about: "in: loads taken in, unless told; out: loads taken away.",
            kind: .word(["in", "out"])),
        Parameter(name: "site", about: "The site as the registry has it."), gateway(),
        Parameter(name: "scheme", about: "The scheme of the waste code, EWC for example."),
        Parameter(
            name: "code",
            about: "The waste code, or its beginning: '20 03' has all of chapter 20 03."),
        Parameter(
            name: "area", about: "The area that the load comes from; not of outgoing loads."),
        Parameter(name: "destination", about: "Where the load goes."),
        Parameter(name: "since", about: "From this moment on, RFC 3339.", kind: .moment),
        Parameter(name: "before", about: "Before this moment, RFC 3339.", kind: .moment),
    ]
}
