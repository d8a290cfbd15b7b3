import Evidence
import LightClients
import Wire

extension DevLie {
    /// The error that is answered whatever the truth is; nil for none.
    func refusal(of method: String) -> RPCError? {
        switch self {
        case .prunedHeights where Self.asksForBlocks(method):
            .said("height 2 is not available, lowest height is 1000000")
        case .noIndex where method == "tx": .said("transaction indexing is disabled")
        default: nil
        }
    }

    /// The question to the ledger that is answered instead of the one that was asked.
    func turned(_ path: String, _ data: [UInt8]) -> [UInt8] {
        guard self == .otherEntry, path == "/log", let (gateway, seq) = LogProof.asked(by: data)
        else { return data }
        return LogProof.question(of: gateway, seq > 1 ? seq - 1 : seq + 1)
    }

    /// What is answered instead of the truth.
    ///
    /// Throws where the lie is an error.
    func told(
        _ truth: any Codable & Sendable
    ) throws(RPCError) -> any Codable & Sendable {
        switch (self, truth) {
        case (.noResults, is RPCBlockResults):
            throw .said("node is not persisting finalize block responses")
        case (.noIndex, var answer as RPCStatus):
            answer.node.isIndexing = false
            return answer
        case (.catchingUp, var answer as RPCStatus):
            answer.sync.isCatchingUp = true
            return answer
        case (.otherProof, var answer as RPCTx):
            answer.proof = TxProof(of: 0, in: [[1, 2, 3]])
            return answer
        case (.otherResults, var answer as RPCBlockResults) where !answer.results.isEmpty:
            answer.results[0].result.data.append(0)
            return answer
        case (.wrongValidators, var answer as RPCValidators):
            answer.validators[0].votingPower += 1
            return answer
        case (_, let answer as RPCCommit): return twisted(answer)
        case (_, let answer as RPCHeader): return RPCHeader(header: twisted(answer.header))
        default: return truth
        }
    }

    private static func asksForBlocks(_ method: String) -> Bool {
        ["commit", "header", "validators", "block_results", "blockchain"].contains(method)
    }

    private func twisted(_ header: Header?) -> Header? {
        guard var header else { return nil }
        switch self {
        case .otherChain: header.chainID = "another-chain"
        case .otherHeights: header.height += 1
        default: break
        }
        return header
    }

    private func twisted(_ answer: RPCCommit) -> RPCCommit {
        var answer = answer
        let header = twisted(answer.signedHeader?.header)
        answer.signedHeader?.header = header
        guard var votes = answer.signedHeader?.commit else { return answer }
        switch self {
        case .forgedSignatures:
            for slot in votes.signatures.indices { votes.signatures[slot].signature[0] ^= 1 }
        case .missingSignatures:
            for slot in votes.signatures.indices.dropFirst() { votes.signatures[slot] = .absent }
        default: break
        }
        answer.signedHeader?.commit = votes
        return answer
    }

    /// The bytes that go out instead of an answer's.
    func told(_ body: [UInt8]) -> [UInt8] {
        switch self {
        case .truncatedAnswers: Array(body.prefix(body.count / 2))
        case .enormousAnswers:
            Array(body.dropLast()) + [UInt8](",\"x\":\"".utf8)
                + [UInt8](repeating: UInt8(ascii: "x"), count: 16 << 20) + [UInt8]("\"}".utf8)
        default: body
        }
    }
}
