import Evidence
import Intake
import Testing
import Wire

@testable import IntakeLedger

/// A batch for a ledger in which entries 1 to 4 of the gateway are recorded, and the answer.
struct JudgedBatch: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: LedgerCode
    let make: @Sendable (inout TestGateway) throws -> [UInt8]

    init(
        _ description: String, _ code: LedgerCode,
        _ make: @escaping @Sendable (inout TestGateway) throws -> [UInt8]
    ) {
        (testDescription, self.code, self.make) = (description, code, make)
    }

    /// A batch of the entries 5 to 8 with one lie in it.
    static func lie(
        _ description: String, _ code: LedgerCode,
        _ lie: @escaping @Sendable (inout BatchForge) throws -> Void
    ) -> JudgedBatch {
        JudgedBatch(description, code) { gateway in
            var forge = gateway.forge(5...8)
            try lie(&forge)
            return try forge.bytes()
        }
    }

    static let all: [JudgedBatch] =
        [
            JudgedBatch("the entries after the head", .accepted) { try $0.batch(5...8) },
            JudgedBatch("digests alone", .accepted) { try $0.batch(5...8, digests: [5, 6, 7, 8]) },
            JudgedBatch("one digest among entries", .accepted) {
                try $0.batch(5...8, digests: [6])
            },
            JudgedBatch("recorded entries with new ones behind", .accepted) { try $0.batch(3...6) },
            JudgedBatch("the last block it is valid for", .accepted) {
                try $0.batch(5...8, validUntil: 2)
            },
            JudgedBatch("the recorded entries again", .alreadyRecorded) { try $0.batch(1...4) },
            JudgedBatch("some of them", .alreadyRecorded) { try $0.batch(2...3) },
            JudgedBatch("recorded entries as digests", .alreadyRecorded) {
                try $0.batch(1...4, digests: [2])
            },
            JudgedBatch("recorded entries after their last height", .alreadyRecorded) {
                try $0.batch(1...4, validUntil: 1)
            },
            JudgedBatch("entries beyond the next one", .gap) { try $0.batch(6...8) },
            JudgedBatch("a block too late", .expired) { try $0.batch(5...8, validUntil: 1) },
            JudgedBatch("another chain", .wrongChain) { try $0.batch(5...8, chainID: "test-2") },
            JudgedBatch("no bytes", .malformed) { _ in [] },
            JudgedBatch("a text", .malformed) { _ in [UInt8]("weight 15380".utf8) },
            JudgedBatch("a byte behind it", .malformed) { try $0.batch(5...8) + [0] },
            JudgedBatch("500,001 bytes", .tooLarge) { _ in
                [UInt8](repeating: 0, count: 500_001)
            },
        ] + senders + chains + forks

    private static let senders: [JudgedBatch] = [
        lie("a gateway nobody knows", .unknownGateway) { $0.gateway = "urn:example:other" },
        lie("a header of another key", .badBatchSignature) {
            $0.key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
        },
    ]

    private static let chains: [JudgedBatch] = [
        lie("an item less than the range", .incomplete) { $0.items.removeLast() },
        lie("an item more than the range", .incomplete) { $0.items.append($0.items[0]) },
        lie("a range of half the numbers there are", .incomplete) { $0.last = 1 << 62 },
        lie("two entries in each other's place", .brokenLink) { $0.items.swapAt(1, 2) },
        lie("an entry twice", .brokenLink) { $0.items[1] = $0.items[0] },
        lie("another digest after", .brokenLink) { $0.after = .zero },
        lie("a false digest before an entry", .brokenLink) {
            $0.items[1] = Digest.of([1]).bytes
        },
        lie("another digest before", .brokenLink) { $0.before = .zero },
        lie("other numbers", .brokenLink) { ($0.first, $0.last) = (6, 9) },
        lie("another root", .rootMismatch) { $0.root = .zero },
        lie("an item that is no entry", .malformed) { $0.items[1] = [1, 2, 3] },
        lie("a batch in the place of an entry", .malformed) { $0.items[1] = try $0.bytes() },
    ]

    private static let forks: [JudgedBatch] = [
        JudgedBatch("another entry under a recorded number", .fork) { gateway in
            var forge = gateway.forge(3...4)
            forge.items[1] = Digest.of([1]).bytes
            return try forge.bytes()
        },
        JudgedBatch("entries that follow another head", .fork) { gateway in
            var forge = gateway.forge(5...5)
            (forge.items, forge.before) = ([Digest.of([1]).bytes], Digest.of([2]))
            return try forge.bytes()
        },
        JudgedBatch("a journal that begins after something", .brokenLink) { gateway in
            var forge = gateway.forge(1...1)
            (forge.items, forge.before) = ([Digest.of([1]).bytes], Digest.of([2]))
            return try forge.bytes()
        },
        JudgedBatch("a fork after its last height", .fork) { gateway in
            var forge = gateway.forge(4...4)
            (forge.items, forge.validUntil) = ([Digest.of([1]).bytes], 1)
            return try forge.bytes()
        },
        JudgedBatch("an entry of another key", .badEntrySignature) { gateway in
            var forge = gateway.forge(1...4)
            var entry = EntryForge(after: gateway)
            entry.key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
            (forge.first, forge.last, forge.before) = (5, 9, gateway.link(4).digest)
            forge.items = gateway.entries[4..<8].map(\.bytes)
            entry.prev = gateway.link(8).digest
            forge.items.append(try entry.bytes())
            return try forge.bytes()
        },
    ]
}

@Suite("What the ledger says of a batch")
struct LedgerCodeTests {
    /// A ledger that has the first four of eight entries of a gateway, after block 1.
    static func prepared() throws -> (IntakeLedger, TestGateway) {
        var gateway = try TestGateway("quay")
        try gateway.write(8)
        var ledger = IntakeLedger(
            chainID: "test-1", genesis: LedgerGenesis(gateways: [gateway.registration()]))
        let results = ledger.finalizeBlock(
            height: 1, transactions: [try gateway.batch(1...4)]
        ).results
        #expect(results.map(\.code) == [.accepted])
        return (ledger, gateway)
    }

    @Test("each fault has its own code, before the block and in it", arguments: JudgedBatch.all)
    func code(of judged: JudgedBatch) throws {
        var (ledger, gateway) = try Self.prepared()
        let bytes = try judged.make(&gateway)
        let before = ledger.appHash
        #expect(ledger.checkTx(bytes, height: 2).code == judged.code)
        #expect(ledger.appHash == before)

        let result = ledger.finalizeBlock(height: 2, transactions: [bytes]).results[0]
        #expect(result.code == judged.code, "\(result.log)")
        #expect(result.log.isEmpty == judged.code.isSettled)
        // A fork is kept as evidence; nothing else leaves a trace.
        #expect((ledger.appHash != before) == [.accepted, .fork].contains(judged.code))
        if judged.code.isSettled {
            let header = try Batch(decoding: bytes).header
            let data = try AcceptanceData(decoding: result.data)
            #expect(data.gateway == gateway.uri)
            #expect(data.first == header.first && data.last == header.last)
            #expect(data.firstNew == min(max(header.first, 5), header.last + 1))
            #expect(data.after == header.after && data.root == header.root)
        }
    }

    @Test("the table leaves no code out")
    func allCodes() {
        let elsewhere: Set<LedgerCode> = [
            .gatewayNotActive, .contentRefused, .tooFewSignatures, .wrongNumber, .impossible,
            .tooMany, .waiting, .notBegun,
        ]
        #expect(
            Set(JudgedBatch.all.map(\.code)).union(elsewhere) == Set(LedgerCode.allCases))
    }

    @Test(
        "a gateway that is not active is heard no more",
        arguments: [GatewayRegistration.Status.suspended, .revoked])
    func notActive(_ status: GatewayRegistration.Status) throws {
        var gateway = try TestGateway("quay")
        try gateway.write(1)
        var ledger = IntakeLedger(
            chainID: "test-1", genesis: LedgerGenesis(gateways: [gateway.registration(status)]))
        let code = ledger.checkTx(try gateway.batch(1...1), height: 1).code
        #expect(code == .gatewayNotActive)
    }

    @Test("any changed byte of a batch is refused")
    func bitFlips() throws {
        var (ledger, gateway) = try Self.prepared()
        let bytes = try gateway.batch(5...6)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            let code = ledger.checkTx(changed, height: 2).code
            #expect(!code.isSettled, "byte \(place) does not count")
        }
    }
}
