import Foundation
import LightClients
import Wire

/// Answers CometBFT's JSON-RPC, POST with named parameters, for a dev chain.
struct DevRPC: Sendable {
    let node: DevNode

    /// A question as it comes.
    private struct Question: Decodable {
        let id: RPCID?
        let method: String
        let params: Parameters?
    }

    /// The parameters of all methods; 64-bit integers are texts.
    private struct Parameters: Decodable {
        let height: String?
        let tx: String?
        let hash: String?
        let page: String?
        let per_page: String?
        let minHeight: String?
        let maxHeight: String?
        let path: String?
        let data: String?
    }

    /// The bytes of the answer to the bytes of a question.
    func answer(_ body: [UInt8]) async -> [UInt8] {
        let question: Question
        do {
            question = try JSONDecoder().decode(Question.self, from: Data(body))
        } catch {
            return encoded(
                RPCAnswer<RPCBroadcast>(
                    id: nil, error: RPCError(code: -32700, message: "Parse error", data: "\(error)")
                ))
        }
        do {
            return try await answer(question)
        } catch {
            return encoded(RPCAnswer<RPCBroadcast>(id: question.id, error: error))
        }
    }

    private func answer(_ question: Question) async throws(RPCError) -> [UInt8] {
        let (id, params) = (question.id, question.params)
        func result<R: Codable & Sendable>(_ value: R) -> [UInt8] {
            encoded(RPCAnswer(id: id, result: value))
        }
        switch question.method {
        case "health": return result([String: String]())
        case "status": return result(try await status())
        case "broadcast_tx_sync":
            guard let text = params?.tx, let bytes = Base64.decode(text) else { throw wrong("tx") }
            return result(try await node.submit(bytes))
        case "tx": return result(try await tx(params?.hash))
        case "commit":
            let block = try await block(params?.height)
            let isLatest = await node.height == block.header.height
            return result(
                RPCCommit(header: block.header, commit: block.commit, isCanonical: !isLatest))
        case "header": return result(RPCHeader(header: try await block(params?.height).header))
        case "validators": return result(try await validators(params))
        case "block_results":
            let block = try await block(params?.height)
            return result(
                RPCBlockResults(
                    height: block.header.height, results: block.results, appHash: block.appHash))
        case "blockchain": return result(try await blockchain(params))
        case "abci_query":
            guard let data = Hex.decode(params?.data ?? "") else { throw wrong("data") }
            return result(
                await node.query(
                    params?.path ?? "", data, Int64(params?.height ?? "0") ?? 0))
        default:
            throw RPCError(code: -32601, message: "Method not found", data: nil)
        }
    }

    private func status() async throws(RPCError) -> RPCStatus {
        guard let last = await node.block(await node.height), let first = await node.block(1),
            let validator = node.validators.first
        else { throw .said("no block yet") }
        return RPCStatus(
            node: RPCNodeInfo(id: "weighpost-dev", network: node.chainID, moniker: "dev"),
            sync: RPCSyncInfo(latest: last.info, earliest: first.info, isCatchingUp: false),
            validator: RPCOwnValidator(validator))
    }

    private func tx(_ text: String?) async throws(RPCError) -> RPCTx {
        guard let text, let bytes = Base64.decode(text), let hash = Digest(bytes) else {
            throw wrong("hash")
        }
        guard let place = await node.place(of: hash), let block = await node.block(place.height)
        else { throw .said("tx (\(Hex.encode(bytes, uppercase: true))) not found") }
        return RPCTx(
            hash: hash.bytes, height: place.height, index: UInt32(place.index),
            result: block.results[place.index], transaction: block.transactions[place.index],
            proof: TxProof(of: place.index, in: block.transactions))
    }

    private func block(_ text: String?) async throws(RPCError) -> DevBlock {
        let latest = await node.height
        let height = text.map { Int64($0) ?? -1 } ?? latest
        guard height > 0 else { throw wrong("height") }
        guard let block = await node.block(height) else {
            throw .said(
                "height \(height) must be less than or equal to the current blockchain height "
                    + "\(latest)")
        }
        return block
    }

    private func validators(_ params: Parameters?) async throws(RPCError) -> RPCValidators {
        let latest = await node.height
        let height = params?.height.flatMap { Int64($0) } ?? latest
        guard height > 0, height <= latest + 1 else {
            throw .said(
                "height \(height) must be less than or equal to the current blockchain height "
                    + "\(latest)")
        }
        let all = node.validators
        let count = min(100, max(1, params?.per_page.flatMap { Int($0) } ?? 30))
        let page = params?.page.flatMap { Int($0) } ?? 1
        let pages = max(1, (all.count + count - 1) / count)
        guard (1...pages).contains(page) else {
            throw .said("page should be within [1, \(pages)] range, given \(page)")
        }
        let part = all.dropFirst((page - 1) * count).prefix(count)
        return RPCValidators(height: height, validators: Array(part), total: Int64(all.count))
    }

    private func blockchain(_ params: Parameters?) async throws(RPCError) -> RPCBlockchain {
        let latest = await node.height
        let last = min(latest, params?.maxHeight.flatMap { Int64($0) } ?? latest)
        let first = max(last - 19, params?.minHeight.flatMap { Int64($0) } ?? 1, 1)
        var metas: [RPCBlockchain.Meta] = []
        for height in stride(from: last, through: first, by: -1) {
            let block = try await block(String(height))
            metas.append(
                RPCBlockchain.Meta(
                    blockID: block.commit.blockID, blockSize: 0, header: block.header,
                    transactions: Int64(block.transactions.count)))
        }
        return RPCBlockchain(lastHeight: latest, metas: metas)
    }

    private func wrong(_ name: String) -> RPCError {
        RPCError(code: -32602, message: "Invalid params", data: "error converting \(name)")
    }

    private func encoded(_ answer: some Encodable) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(answer))
        } catch {
            return Array(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"\(error)\"}}".utf8)
        }
    }
}

extension DevBlock {
    fileprivate var info: RPCSyncInfo.Block {
        RPCSyncInfo.Block(
            hash: hash.bytes, appHash: appHash, height: header.height, time: header.time)
    }
}
