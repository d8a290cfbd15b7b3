/// One address of the read-only API: what the server routes by, and what its description says.
struct QueryRoute: Sendable {
    /// A parameter of an address.
    struct Parameter: Sendable {
        let name: String
        let about: String
        let isRequired: Bool
        /// Whether it is a whole number.
        var isNumber = false
    }

    let path: String
    let about: String
    let parameters: [Parameter]

    static let all: [QueryRoute] = [
        QueryRoute(path: "/v1/status", about: "How far the ledger is.", parameters: []),
        QueryRoute(
            path: "/v1/gateways", about: "The registered gateways and their heads.",
            parameters: page),
        QueryRoute(
            path: "/v1/head", about: "How far a gateway's journal is recorded, with its proof.",
            parameters: [must("gateway", "The gateway's URI.")]),
        QueryRoute(
            path: "/v1/entry",
            about: "One entry, with its proof: by gateway and seq, or by digest.",
            parameters: [
                may("gateway", "The gateway's URI."), number("seq", "The entry's number, from 1."),
                may("digest", "The entry's digest, 64 hexadecimal digits."),
            ]),
        QueryRoute(
            path: "/v1/record",
            about:
                "The way of a load, with proofs: weigh-in, intake, corrections, void, the outgoing "
                + "loads it went into; and of an outgoing load the loads it consists of.",
            parameters: [
                must("id", "The id of any record of the load, a UUID, as on the ticket."),
                number("from", "Where a long way goes on, as the last page's 'next' said."),
            ]),
        QueryRoute(
            path: "/v1/loads",
            about:
                "Loads that a filter lets through, with proofs: as their newest corrections, each "
                + "behind its load, say; none that are void.",
            parameters: filter + page),
        QueryRoute(
            path: "/v1/sums",
            about:
                "Loads counted together, each once, as its newest correction says, and none that "
                + "are void. Groups of fewer than 5 loads are not told, nor those that 1 to 4 loads "
                + "have entered or left by corrections and voids.",
            parameters: filter + [
                may("by", "What loads are grouped by: area, code, month, destination, with commas.")
            ]),
        QueryRoute(path: "/v1/openapi.json", about: "This description.", parameters: []),
    ]

    private static let page = [
        number("limit", "How many at most, 1 to 100; 20 unless told."),
        number("from", "Where the page begins, as the last page's 'next' said."),
    ]

    private static let filter = [
        may("direction", "in: loads taken in, unless told; out: loads taken away."),
        may("site", "The site as the registry has it."), may("gateway", "The gateway's URI."),
        may("scheme", "The scheme of the waste code, EWC for example."),
        may("code", "The waste code, or its beginning: '20 03' has all of chapter 20 03."),
        may("area", "The area that the load comes from."),
        may("destination", "Where the load goes."),
        may("since", "From this moment on, RFC 3339."), may("before", "Before this moment."),
    ]

    private static func must(_ name: String, _ about: String) -> Parameter {
        Parameter(name: name, about: about, isRequired: true)
    }

    private static func may(_ name: String, _ about: String) -> Parameter {
        Parameter(name: name, about: about, isRequired: false)
    }

    private static func number(_ name: String, _ about: String) -> Parameter {
        Parameter(name: name, about: about, isRequired: false, isNumber: true)
    }
}
