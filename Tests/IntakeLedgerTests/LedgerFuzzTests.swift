import Evidence
import TestKit
import Testing
import Wire

@testable import IntakeLedger

/// Whatever somebody sends: it is judged, it changes nothing it must not, and nothing crashes.
@Suite("Damaged transactions")
struct LedgerFuzzTests {
    private static let rounds = 3_000

    private static func resolution(_ keys: [SigningKey], number: UInt64) throws -> [UInt8] {
        let gateway = try TestGateway("mill")
        var signed = SignedResolution(
            Resolution(
                chainID: "test-1", number: number,
                decisions: [
                    .register(gateway: gateway.uri, site: "mill", key: gateway.key.publicKey),
                    .permit(site: "mill", codes: ["EWC 200301"]),
                ]))
        for key in keys { try signed.sign(with: key) }
        return signed.bytes
    }

    @Test("no damaged batch or resolution is accepted", arguments: UInt64(1)...4)
    func transactions(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var gateway = try TestGateway("quay")
        try gateway.write(8)
        let keys = try (0..<2).map { try SigningKey(seed: [UInt8](repeating: 50 + $0, count: 32)) }
        let authorities = try #require(Authorities(keys: keys.map(\.publicKey), threshold: 2))
        var ledger = IntakeLedger(
            chainID: "test-1",
            genesis: LedgerGenesis(
                gateways: [gateway.registration()], authorities: authorities))
        _ = ledger.finalizeBlock(height: 1, transactions: [try gateway.batch(1...4)])
        let good = [
            try gateway.batch(5...8), try gateway.batch(3...8, digests: [5]),
            try Self.resolution(keys, number: 1),
        ]
        for _ in 0..<Self.rounds {
            let whole = good.randomElement(using: &random) ?? []
            let bytes = Damage.done(to: whole, using: &random)
            guard bytes != whole else { continue }
            let before = ledger.appHash
            #expect(ledger.checkTx(bytes, height: 2).code != .accepted)
            _ = ledger.prepareProposal([bytes, whole], height: 2)
            var copy = ledger
            let result = copy.finalizeBlock(height: 2, transactions: [bytes]).results[0]
            #expect(result.code != .accepted, "seed \(seed)")
            #expect(copy.appHash == before, "seed \(seed): \(result.log)")
        }
        // And the whole ones are, as ever.
        let results = ledger.finalizeBlock(height: 2, transactions: [good[2], good[0]]).results
        #expect(results.map(\.code) == [.accepted, .accepted])
    }

    @Test("no damaged state, genesis, checkpoint or request is taken for another")
    func files() throws {
        var random = SeededGenerator(seed: 9)
        let key = try SigningKey(seed: [UInt8](repeating: 3, count: 32))
        let ledger = IntakeLedger(
            chainID: "test-1",
            genesis: LedgerGenesis(
                gateways: [try TestGateway("quay").registration()],
                authorities: try #require(Authorities(keys: [key.publicKey], threshold: 1))))
        let genesis = LedgerGenesis(gateways: [try TestGateway("quay").registration()])
        let request = try EnrolmentRequest(
            chainID: "test-1", gateway: "https://quay.example", site: "quay", time: 1, key: key)
        var checkpoint = SignedCheckpoint(
            Checkpoint(
                chainID: "test-1", height: 7, hash: Digest.of([7]), issuedAt: 1, expiresAt: 100))
        try checkpoint.sign(with: key)
        for _ in 0..<Self.rounds {
            let brought = Damage.done(to: checkpoint.bytes, using: &random)
            if brought != checkpoint.bytes {
                #expect(throws: EvidenceError.self) {
                    try SignedCheckpoint(decoding: brought).check(
                        chainID: "test-1", keys: [key.publicKey], threshold: 1, now: 50)
                }
            }
            let state = Damage.done(to: ledger.stateBytes, using: &random)
            do {
                let other = try IntakeLedger(restoring: state) { _ in }
                // Another state is another hash: that is what it is compared by.
                #expect(
                    other.appHash != ledger.appHash || other.height != ledger.height
                        || other.chainID != ledger.chainID || state == ledger.stateBytes)
            } catch {
                // Refused, as it should be.
            }
            do {
                _ = try LedgerGenesis(json: Damage.done(to: genesis.json, using: &random))
            } catch {
                // The same.
            }
            let asked = Damage.done(to: request.bytes, using: &random)
            if asked != request.bytes {
                #expect(throws: EvidenceError.self) { try EnrolmentRequest(decoding: asked) }
            }
        }
    }
}
