import Evidence
import Testing
import Wire

@testable import IntakeLedger

@Suite("Questions to the ledger")
struct QueryTests {
    /// A ledger with some gateways; each has a batch in a block of its own.
    private func filled(_ count: Int) throws -> (IntakeLedger, [TestGateway], [Digest]) {
        var gateways: [TestGateway] = []
        for number in 0..<count {
            var gateway = try TestGateway("site-\(number)", seed: UInt64(number))
            try gateway.write(number + 1)
            gateways.append(gateway)
        }
        var ledger = IntakeLedger(
            chainID: "test-1",
            genesis: LedgerGenesis(gateways: gateways.map { $0.registration() }))
        var hashes = [ledger.appHash]
        for place in gateways.indices {
            let batch = try gateways[place].batch(1...place + 1)
            _ = ledger.finalizeBlock(height: Int64(place + 1), transactions: [batch])
            hashes.append(ledger.appHash)
        }
        return (ledger, gateways, hashes)
    }

    @Test("a head is proven against the hash in the next header", arguments: [1, 2, 3, 5, 8])
    func head(count: Int) throws {
        let (ledger, gateways, hashes) = try filled(count)
        for (height, hash) in hashes.enumerated() where height > 0 {
            for (place, gateway) in gateways.enumerated() {
                let answer = ledger.query(
                    path: "/head", data: [UInt8](gateway.uri.utf8), height: Int64(height))
                let step = try #require(answer.proof.first)
                #expect(answer.code == .found && answer.height == Int64(height))
                #expect(step.type == HeadProof.operation && step.key == answer.key)
                let proof = try HeadProof(value: answer.value, data: step.data)
                try proof.verify(gateway: gateway.uri, appHash: hash.bytes)
                #expect(proof.head.link == gateway.link(place < height ? place + 1 : 0))
                #expect(throws: EvidenceError.self) {
                    try proof.verify(gateway: gateway.uri, appHash: Digest.of([1]).bytes)
                }
            }
        }
    }

    @Test("an entry is proven to be in the log, at every size the log had since")
    func log() throws {
        let (ledger, gateways, hashes) = try filled(4)
        for (place, gateway) in gateways.enumerated() {
            for height in place + 1...4 {
                let digest = gateway.entries[place].digest
                let answer = ledger.query(
                    path: "/log", data: digest.bytes, height: Int64(height))
                let step = try #require(answer.proof.first)
                #expect(step.type == LogProof.operation)
                let parts = try #require(try CBOR(decoding: step.data).arrayValue)
                let leaves = (parts[1].arrayValue ?? []).compactMap(\.bytesValue)
                let roots = try LedgerRoots(leaves: leaves)
                #expect(roots.appHash == hashes[height])
                let path = try MerklePath(cbor: parts[0])
                #expect(path.total == roots.log.count)
                #expect(
                    path.root(fromLeafHash: MerkleTree.leafHash(digest.bytes)) == roots.log.root)
            }
            let before = ledger.query(
                path: "/log", data: gateway.entries[0].digest.bytes, height: Int64(place))
            #expect(place == 0 ? before.height == 4 : before.code == .notFound)
        }
    }

    @Test("what there is no answer to has a code of its own")
    func noAnswer() throws {
        var (ledger, gateways, _) = try filled(1)
        let uri = [UInt8](gateways[0].uri.utf8)
        #expect(ledger.query(path: "/tail", data: uri).code == .unknownPath)
        #expect(ledger.query(path: "/head", data: [0xff]).code == .notFound)
        #expect(ledger.query(path: "/log", data: [1]).code == .notFound)
        #expect(ledger.query(path: "/head", data: uri, height: 2).code == .heightNotKept)
        for height in Int64(2)...200 { _ = ledger.finalizeBlock(height: height, transactions: []) }
        #expect(ledger.query(path: "/head", data: uri, height: 72).code == .heightNotKept)
        #expect(ledger.query(path: "/head", data: uri, height: 73).code == .found)
        #expect(ledger.query(path: "/head", data: uri).height == 200)
    }
}
