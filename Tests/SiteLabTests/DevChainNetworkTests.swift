import Foundation
import LightClients
import Testing
import Wire

@testable import SiteLab

@Suite("A dev chain behind a dead link")
struct DevChainNetworkTests {
    @Test("its node goes away and comes back on the same port, and blocks go on meanwhile")
    func goesAway() async throws {
        var gateway = try DevGateway()
        let batch = try gateway.batch(3)
        try await withDevChain(gateway.settings()) { chain, node, news in
            #expect(node.port == chain.rpcPort)
            for _ in 0..<3 {
                let before: RPCStatus = try await node.ask("status")
                chain.goAway()
                while let event = await news.next(), event != .away {}
                await #expect(throws: URLError.self) { try await node.post("{}") }
                // What comes in by another way gets into a block all the same.
                if let taken = try? await chain.submit(batch) {
                    #expect(taken.code == 0)
                    guard case .block(_, let codes)? = await news.next() else {
                        Issue.record("no block while the node is away")
                        return
                    }
                    #expect(codes == [0])
                }
                chain.comeBack()
                while let event = await news.next(), event != .listening(port: node.port) {}
                let after: RPCStatus = try await node.ask("status")
                #expect(after.sync.latest.height >= before.sync.latest.height)
            }
            let tx: RPCTx = try await node.ask(
                "tx", #"{"hash":"\#(Base64.encode(Digest.of(batch).bytes))","prove":false}"#)
            #expect(tx.result.result.code == 0 && tx.proof == nil)
        }
    }

    @Test("a port that is taken ends the chain with an error")
    func portTaken() async throws {
        let settings = try DevGateway().settings()
        try await withDevChain(settings) { _, node, _ in
            var other = settings
            other.port = node.port
            await #expect(throws: (any Error).self) {
                try await withDevChain(other) { _, _, _ in }
            }
        }
    }

    @Test("the same seed gives the same validators, another seed others")
    func seeds() throws {
        let settings = try DevGateway().settings { $0.powers = [1, 5, 5] }
        let (one, same) = (try DevValidators(settings), try DevValidators(settings))
        #expect(one.set(at: 1) == same.set(at: 1))
        #expect(one.set(at: 1).validators.map(\.votingPower) == [5, 5, 1])
        var others = settings
        others.seed = 2
        #expect(try DevValidators(others).set(at: 1) != one.set(at: 1))
    }
}
