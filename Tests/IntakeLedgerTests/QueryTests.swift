import Evidence
import TestKit
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
                let answer = ledger.query(
                    path: "/log", data: LogProof.question(of: gateway.uri, UInt64(place) + 1),
                    height: Int64(height))
                let step = try #require(answer.proof.first)
                #expect(step.type == LogProof.operation)
                let proof = try LogProof(value: answer.value, data: step.data)
                try proof.verify(appHash: hashes[height].bytes)
                #expect(throws: EvidenceError.self) { try proof.verify(appHash: [1]) }
                #expect(
                    proof.entry
                        == RecordedEntry(gateway.entries[place], height: Int64(place) + 1))
            }
            let before = ledger.query(
                path: "/log", data: LogProof.question(of: gateway.uri, 1), height: Int64(place))
            #expect(place == 0 ? before.height == 4 : before.code == .notFound)
        }
    }

    @Test(
        "a digest that another gateway recorded first is that one's entry, and its own is its own")
    func copied() throws {
        var owner = try TestGateway("owner")
        let copier = try TestGateway("copier")
        try owner.write(1)
        let digest = owner.entries[0].digest
        var ledger = IntakeLedger(
            chainID: "test-1",
            genesis: LedgerGenesis(gateways: [owner.registration(), copier.registration()]))
        var generator = SeededGenerator(seed: 1)
        let copy = try Batch.make(
            [.digest(digest)], chainID: "test-1", gateway: copier.uri, after: .start,
            validUntil: 100, key: copier.key,
            id: UUIDv7(milliseconds: 1_790_000_000_000, using: &generator)
        ).bytes
        #expect(
            ledger.finalizeBlock(height: 1, transactions: [copy]).results[0].code == .accepted)
        let question = LogProof.question(of: owner.uri, 1)
        #expect(ledger.query(path: "/log", data: question).code == .notFound)
        let own = try owner.batch(1...1)
        #expect(ledger.finalizeBlock(height: 2, transactions: [own]).results[0].code == .accepted)
        for (gateway, height) in [(owner, Int64(2)), (copier, 1)] {
            let answer = ledger.query(
                path: "/log", data: LogProof.question(of: gateway.uri, 1))
            let entry = try RecordedEntry(leaf: answer.value)
            #expect(entry.gateway == gateway.uri && entry.digest == digest)
            #expect(entry.height == height && entry.hasBytes == (gateway.uri == owner.uri))
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
