import Evidence
import IntakeLedger
import LedgerServer
import TestKit
import Testing

@testable import LedgerNode

@Suite("A CometBFT node's conversation with the ledger", .timeLimit(.minutes(2)))
struct NodeTests {
    @Test("from genesis over blocks to a query, in the node's order over four connections")
    func conversation() async throws {
        var traffic = try LedgerTraffic(seed: 1)
        let genesis = traffic.genesis.json
        let batches = [
            try traffic.batch(of: 0, entries: 3), try traffic.batch(of: 1, entries: 2),
            try traffic.batch(of: 0, entries: 1),
        ]
        let gateway = traffic.gateways[0].uri
        let record = traffic.gateways[0].entries[1].id
        var site = try NodeSite()
        site.options.queries = ("127.0.0.1", 0)
        try await site.run { address in
            let node = try NodeDriver(address)
            #expect(try node.query.ask(.echo("hello")) == .echo("hello"))
            let info = try node.info()
            #expect(info.lastBlockHeight == 0 && info.lastBlockAppHash.isEmpty)
            // Nobody may take this for "recorded": a node is asked while it still fetches its state.
            #expect(try node.checkTx(batches[0]).code == LedgerCode.notBegun.rawValue)
            let start = try node.initChain(genesis, chainID: NodeSite.chainID)
            #expect(start.count == 32)
            for batch in batches { #expect(try node.checkTx(batch).code == 0) }
            #expect(try node.checkTx([9]).code == LedgerCode.malformed.rawValue)
            let first = try node.block([batches[2], batches[1], batches[0]], height: 1)
            #expect(first.transactionResults.map(\.code) == [0, 0, 0])
            #expect(first.appHash != start)
            // After a block what waits is checked again; a repeat gets into a block and says so.
            #expect(try node.checkTx(batches[0], again: true).code == 0)
            let second = try node.block([batches[0]], height: 2)
            #expect(second.transactionResults.map(\.code) == [1])
            #expect(second.appHash == first.appHash)
            #expect(try node.info().lastBlockHeight == 2)
            var question = ABCIQuery.Question()
            (question.path, question.data, question.prove) = ("/head", Array(gateway.utf8), true)
            guard case .query(let answer) = try node.query.ask(.query(question)) else {
                throw Trouble("no answer")
            }
            let proof = try HeadProof(
                value: answer.value, data: try #require(answer.proofOps?.ops.first).data)
            try proof.verify(gateway: gateway, appHash: second.appHash)
            #expect(proof.head.link.seq == 4)
            // The API's addresses are answered by the node's own questions too.
            (question.path, question.data) = ("/v1/loads?code=20%2003&limit=1", [])
            guard case .query(let page) = try node.query.ask(.query(question)) else {
                throw Trouble("no answer")
            }
            #expect(page.code == 0)
            #expect(String(decoding: page.value, as: UTF8.self).contains("\"code\":\"200301\""))
            question.path = "/v1/record?id=\(record)"
            guard case .query(let way) = try node.query.ask(.query(question)) else {
                throw Trouble("no answer")
            }
            #expect(way.code == 0)
            #expect(String(decoding: way.value, as: UTF8.self).contains("\"kind\":\"intake\""))
        }
    }

    @Test("a node without open questions answers none over the chain's own port either, but proofs")
    func closed() async throws {
        var traffic = try LedgerTraffic(seed: 5)
        let genesis = traffic.genesis.json
        let batch = try traffic.batch(of: 0, entries: 3)
        let gateway = traffic.gateways[0].uri
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            try node.block([batch], height: 1)
            func ask(_ path: String, _ data: [UInt8] = []) throws -> ABCIQuery.Answer {
                var question = ABCIQuery.Question()
                (question.path, question.data, question.prove) = (path, data, true)
                guard case .query(let answer) = try node.query.ask(.query(question)) else {
                    throw Trouble("no answer")
                }
                return answer
            }
            let sums = try ask("/v1/sums?by=area")
            #expect(sums.code != 0 && sums.value.isEmpty)
            #expect(sums.log.contains("--queries"))
            #expect(try ask("/head", Array(gateway.utf8)).proofOps?.ops.count == 1)
            #expect(try ask("/nothing").code != 0)
            // Asked by a node with filter_peers; everybody may connect.
            #expect(try ask("/p2p/filter/addr/10.0.0.1:26656").code == 0)
            #expect(try ask("/p2p/filter/id/0123456789abcdef").code == 0)
        }
    }

    @Test("over a unix socket as well, and again after the last one left its file there")
    func unixSocket() async throws {
        let site = try NodeSite()
        let address = ABCIServer.Address.unix(path: site.folder.file("abci.sock"))
        for _ in 0..<2 {
            try await site.run(at: address) { _ in
                let info = try NodeDriver(address).info()
                #expect(info.data == "weighpost-node")
            }
        }
    }

    @Test("a rejected proposal: what an honest proposer would not have put in")
    func rejected() async throws {
        var traffic = try LedgerTraffic(seed: 2)
        let genesis = traffic.genesis.json
        let (one, two) = (
            try traffic.batch(of: 0, entries: 2), try traffic.batch(of: 0, entries: 2)
        )
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            #expect(try node.process([one, two], height: 1))
            #expect(try !node.process([two], height: 1))
            #expect(try !node.process([one, [1, 2, 3]], height: 1))
            #expect(try node.process([], height: 1))
            // Nothing of that was remembered.
            #expect(try node.process([one], height: 1))
        }
    }

    @Test("many requests before the first answer is read, in pieces of any size")
    func pipelined() async throws {
        var traffic = try LedgerTraffic(seed: 3)
        let genesis = traffic.genesis.json
        let batch = try traffic.batch(of: 0, entries: 2)
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            let requests = (0..<300).map { number in
                number.isMultiple(of: 3)
                    ? ABCIRequest.checkTx(ABCICheckTx.Question(batch)) : .echo("\(number)")
            }
            let bytes = requests.flatMap { ABCIFrames.framed($0.bytes) }
            for start in stride(from: 0, to: bytes.count, by: 777) {
                node.mempool.send(Array(bytes[start..<min(start + 777, bytes.count)]))
            }
            for number in 0..<300 {
                let answer = try #require(try node.mempool.answer())
                if number.isMultiple(of: 3) {
                    guard case .checkTx(let result) = answer else {
                        throw Trouble("\(answer) in the place of CheckTx")
                    }
                    #expect(result.code == 0)
                } else {
                    #expect(answer == .echo("\(number)"))
                }
            }
        }
    }

    @Test("rubbish ends its connection with an exception, and no other")
    func rubbish() async throws {
        let genesis = try LedgerTraffic(seed: 4).genesis.json
        try await NodeSite().run { address in
            let node = try NodeDriver(address)
            let stranger = try ABCIConnection(address)
            stranger.send(ABCIFrames.framed([0x4a, 0xff]))
            guard case .exception? = try stranger.answer() else {
                throw Trouble("no exception")
            }
            #expect(try stranger.answer() == nil)
            let endless = try ABCIConnection(address)
            endless.send([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])
            #expect(try endless.answer() == nil)
            try node.initChain(genesis, chainID: NodeSite.chainID)
            // A block out of order is the node's end, not ours.
            var question = ABCIFinalizeBlock.Question()
            question.height = 5
            node.consensus.send([.finalizeBlock(question)])
            guard case .exception? = try node.consensus.answer() else {
                throw Trouble("a block 5 after genesis was executed")
            }
            #expect(try node.info().lastBlockHeight == 0)
        }
    }
}
