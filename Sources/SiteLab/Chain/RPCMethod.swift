import LightClients
import Wire

/// A method of a node's RPC: its parameters in their order, and what answers it.
struct RPCMethod: Sendable {
    typealias Answering =
        @Sendable (_ node: DevNode, _ arguments: RPCArguments) async throws(RPCError)
        -> any Codable & Sendable

    let parameters: [String]
    let answer: Answering

    private init(_ parameters: [String], _ answer: @escaping Answering) {
        (self.parameters, self.answer) = (parameters, answer)
    }

    /// Every method that is answered, by its name.
    static let all: [String: RPCMethod] = [
        "health": RPCMethod([]) { _, _ in RPCNothing() },
        "status": RPCMethod([]) { node, _ in await node.status },
        "broadcast_tx_sync": RPCMethod(["tx"]) { node, arguments throws(RPCError) in
            try await node.submit(try arguments.base64("tx"))
        },
        "tx": RPCMethod(["hash", "prove"]) { node, arguments throws(RPCError) in
            try await node.transaction(
                try arguments.base64("hash"), prove: try arguments.flag("prove"))
        },
        "commit": RPCMethod(["height"]) { node, arguments throws(RPCError) in
            try await node.commit(try arguments.integer("height"))
        },
        "header": RPCMethod(["height"]) { node, arguments throws(RPCError) in
            RPCHeader(header: try await node.block(asked: arguments.integer("height")).header)
        },
        "validators": RPCMethod(["height", "page", "per_page"]) {
            node, arguments throws(RPCError) in
            try await node.validators(
                at: try arguments.integer("height"), page: try arguments.integer("page"),
                perPage: try arguments.integer("per_page"))
        },
        "block_results": RPCMethod(["height"]) { node, arguments throws(RPCError) in
            let block = try await node.block(asked: arguments.integer("height"))
            return RPCBlockResults(
                height: block.header.height, results: block.results, appHash: block.appHash)
        },
        "blockchain": RPCMethod(["minHeight", "maxHeight"]) { node, arguments throws(RPCError) in
            try await node.headers(
                from: try arguments.integer("minHeight") ?? 0,
                to: try arguments.integer("maxHeight") ?? 0)
        },
        "broadcast_evidence": RPCMethod(["evidence"]) { node, arguments throws(RPCError) in
            try await node.take(try arguments.evidence("evidence"))
        },
        "abci_query": RPCMethod(["path", "data", "height", "prove"]) {
            node, arguments throws(RPCError) in
            await node.query(
                try arguments.text("path"), try arguments.hex("data"),
                height: try arguments.integer("height") ?? 0,
                prove: try arguments.flag("prove"))
        },
    ]
}
