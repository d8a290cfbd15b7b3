import Foundation
import LightClients
import Testing
import Wire

@Suite("Answers of a node in JSON")
struct RPCAnswerTests {
    /// A JSON value, to compare what is written with what was read.
    private indirect enum JSON: Hashable, Decodable {
        case null, flag(Bool), number(Double), text(String), list([JSON]), object([String: JSON])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let flag = try? value.decode(Bool.self) {  // else it is no flag
                self = .flag(flag)
            } else if let number = try? value.decode(Double.self) {  // else it is no number
                self = .number(number)
            } else if let text = try? value.decode(String.self) {  // else it is no text
                self = .text(text)
            } else if let list = try? value.decode([JSON].self) {  // else it is no list
                self = .list(list)
            } else {
                self = .object(try value.decode([String: JSON].self))
            }
        }

        /// Without what our types do not keep: events, updates and priorities.
        var kept: JSON {
            guard case .object(let members) = self else {
                guard case .list(let items) = self else { return self }
                return .list(items.map(\.kept))
            }
            var kept = members.mapValues(\.kept)
            if kept["events"] != nil { kept["events"] = .list([]) }
            if kept["validator_updates"] != nil { kept["validator_updates"] = .null }
            if kept["proposer_priority"] != nil { kept["proposer_priority"] = .text("0") }
            return .object(kept)
        }
    }

    private static func isWrittenAgain<Result: Codable & Sendable>(
        _ path: String, _ type: Result.Type
    ) throws -> Bool {
        let data = try Recording.data(path)
        let answer = try JSONDecoder().decode(RPCAnswer<Result>.self, from: data)
        let written = try JSONEncoder().encode(answer)
        let decoder = JSONDecoder()
        let ours = try decoder.decode(JSON.self, from: written)
        let theirs = try decoder.decode(JSON.self, from: data).kept
        return ours == theirs
    }

    @Test("what a node answered is written again the same", arguments: 1...52)
    func heights(height: Int) throws {
        let folder = String(format: "height/%05d/", height)
        #expect(try Self.isWrittenAgain(folder + "commit.get.json", RPCCommit.self))
        #expect(try Self.isWrittenAgain(folder + "validators.get.json", RPCValidators.self))
        #expect(try Self.isWrittenAgain(folder + "block_results.get.json", RPCBlockResults.self))
    }

    @Test("the other answers are written again the same")
    func others() throws {
        for path in ["info/status.post.json", "extra/unsynced_node/status.post.json"] {
            #expect(try Self.isWrittenAgain(path, RPCStatus.self))
        }
        let broadcasts = [
            "broadcast/sync_ok.post.json", "extra/checktx_with_log/broadcast_tx_sync.post.json",
        ]
        for path in broadcasts { #expect(try Self.isWrittenAgain(path, RPCBroadcast.self)) }
        for path in ["abci_query/value_prove.post.json", "abci_query/missing_key.post.json"] {
            #expect(try Self.isWrittenAgain(path, RPCABCIQuery.self))
        }
        for path in ["latest/header.post.json", "by_hash/header_by_hash_unknown.post.json"] {
            #expect(try Self.isWrittenAgain(path, RPCHeader.self))
        }
        for path in ["latest/commit.post.json", "extra/unsynced_node/commit.post.json"] {
            #expect(try Self.isWrittenAgain(path, RPCCommit.self))
        }
        #expect(
            try Self.isWrittenAgain("blockchain/first_to_20.post.json", RPCBlockchain.self))
        #expect(
            try Self.isWrittenAgain(
                "validators_paged/height_33_page_2_of_2_each.post.json", RPCValidators.self))
        #expect(try Self.isWrittenAgain("tx/error_not_found.post.json", RPCTx.self))
        #expect(try Self.isWrittenAgain("tx/no_proof.post.json", RPCTx.self))
        let folder = Recording.folder.appendingPathComponent("tx")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file.hasPrefix("0") {
            #expect(try Self.isWrittenAgain("tx/" + file, RPCTx.self), "\(file)")
        }
    }

    @Test("a node without blocks has no commit, one without the transaction an error")
    func nothing() throws {
        let decoder = JSONDecoder()
        let commit = try decoder.decode(
            RPCAnswer<RPCCommit>.self, from: Recording.data("extra/unsynced_node/commit.post.json"))
        #expect(commit.result == nil)
        #expect(commit.error == nil)
        let answer = try decoder.decode(
            RPCAnswer<RPCTx>.self, from: Recording.data("tx/error_not_found.post.json"))
        #expect(answer.id == .number(1))
        #expect(answer.error?.code == -32603)
        #expect(answer.error?.data?.contains("not found") == true)
        let plain: RPCTx = try Recording.read("tx/no_proof.post.json")
        #expect(plain.proof == nil)
    }

    @Test("an empty proof, as some versions write it, is no proof")
    func emptyProof() throws {
        let json = #"""
            {"hash":"AB","height":"3","index":0,"tx_result":{},"tx":"AQI=","proof":{"root_hash":"",
            "data":null,"proof":{"total":"0","index":"0","leaf_hash":null}}}
            """#
        let answer = try JSONDecoder().decode(RPCTx.self, from: Data(json.utf8))
        #expect(answer.proof == nil)
        #expect(answer.result.result == ExecTxResult(code: 0, data: []))
    }

    @Test("bare numbers and absent members are read as other versions write them")
    func tolerant() throws {
        let json = #"{"block_height":7,"validators":null,"more":[{}]}"#
        let page = try JSONDecoder().decode(RPCValidators.self, from: Data(json.utf8))
        #expect(page == RPCValidators(height: 7, validators: [], total: 0))
        let events = #"{"height":"9","txs_results":[{"events":[]},{"code":4,"gas_used":"-5"}]}"#
        let results = try JSONDecoder().decode(RPCBlockResults.self, from: Data(events.utf8))
        #expect(
            results.results.map(\.result) == [
                ExecTxResult(code: 0, data: []), ExecTxResult(code: 4, data: [], gasUsed: -5),
            ])
    }

    @Test(
        "integers of every width are read as a number, as text, and when they are left out",
        arguments: [#""height":7,"round":2"#, #""height":"7","round":"2""#])
    func integerForms(members: String) throws {
        let json = #"""
            {\#(members),"signatures":[{"block_id_flag":3},{"block_id_flag":"3"}]}
            """#
        let commit = try JSONDecoder().decode(Commit.self, from: Data(json.utf8))
        #expect(commit.height == 7 && commit.round == 2)
        #expect(commit.signatures.map(\.flag) == [.nil, .nil])
        let none = try JSONDecoder().decode(
            Commit.self, from: Data(#"{"height":null,"round":null}"#.utf8))
        #expect(none.height == 0 && none.round == 0)
    }

    @Test(
        "an integer that does not fit, or is none, is refused",
        arguments: [
            #"{"height":7,"round":2147483648}"#, #"{"height":7,"round":"2147483648"}"#,
            #"{"height":7,"round":1.5}"#, #"{"height":7,"round":true}"#,
            #"{"height":true,"round":1}"#, #"{"height":[],"round":1}"#,
            #"{"height":7,"round":1,"signatures":[{}]}"#,
        ])
    func unfitInteger(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Commit.self, from: Data(json.utf8))
        }
    }

    @Test(
        "numbers beyond 64 bits, broken hexadecimal and base64 are refused",
        arguments: [
            #"{"block_height":"9223372036854775808"}"#, #"{"block_height":"1.5"}"#,
            #"{"block_height":" 7"}"#, #"{"block_height":1e30}"#,
            #"{"validators":[{"address":"0","pub_key":{"type":"x"}}]}"#,
            #"{"validators":[{"pub_key":{"type":"tendermint/PubKeyEd25519","value":"*"}}]}"#,
        ])
    func refused(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RPCValidators.self, from: Data(json.utf8))
        }
    }

    @Test("a key of an unknown kind is read, so that its refusal can name it")
    func unknownKey() throws {
        let json = #"{"validators":[{"pub_key":{"type":"site/PubKeySM2","value":{"x":1}}}]}"#
        let page = try JSONDecoder().decode(RPCValidators.self, from: Data(json.utf8))
        #expect(page.validators[0].publicKey == .unsupported(type: "site/PubKeySM2", bytes: []))
    }
}
