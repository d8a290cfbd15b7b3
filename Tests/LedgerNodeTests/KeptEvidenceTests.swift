import Evidence
import Foundation
import IntakeLedger
import LedgerServer
import TestKit
import Testing
import Wire

@testable import LedgerNode

@Suite("What a node keeps as evidence")
struct KeptEvidenceTests {
    @Test("a fork and what was decided are handed out as they stand in the chain, beside the node")
    func handedOut() async throws {
        var traffic = try LedgerTraffic(seed: 11)
        let first = try traffic.batch(of: 0, entries: 2)
        let fork = try traffic.fork(at: 0)
        let decided = try traffic.resolution([.permit(site: "x", codes: ["EWC 200301"])])
        let (folder, out) = (try TemporaryDirectory(), try TemporaryDirectory())
        let application = try LedgerApplication(NodeOptions(state: folder.path), version: "test")
        _ = try await AskedNode.commit([[first], [decided]], traffic.genesis, application)
        var finalize = ABCIFinalizeBlock.Question()
        (finalize.transactions, finalize.height) = ([fork], 3)
        guard case .finalizeBlock(let answer) = await application.answer(.finalizeBlock(finalize)),
            case .commit = await application.answer(.commit)
        else { throw Trouble("no block") }
        #expect(answer.transactionResults.map(\.code) == [17])
        let outcome = try await Program.run(
            ["evidence", "--state", folder.path, "--out", out.path], executable: Program.ledgerNode)
        #expect(outcome.status == 0, "\(outcome)")
        let gateway = traffic.gateways[0].uri
        #expect(outcome.output.contains("\(Digest.of(fork)) fork: \(gateway)"), "\(outcome)")
        #expect(outcome.output.contains("\(Digest.of(decided)) resolution"), "\(outcome)")
        for bytes in [fork, decided] {
            let file = out.file("\(Digest.of(bytes)).cbor")
            #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: file))) == bytes)
        }
        // Whoever has it needs nobody: the gateway's own key signed both.
        try Batch(decoding: fork).verify(traffic.gateways[0].key.publicKey)
        withExtendedLifetime(application) {}
    }

    @Test("a folder without a ledger is said to have none")
    func none() async throws {
        let folder = try TemporaryDirectory()
        let outcome = try await Program.run(
            ["evidence", "--state", folder.path], executable: Program.ledgerNode)
        #expect(outcome.status == 69, "\(outcome)")
        #expect(outcome.errors.contains("cannot read the ledger"), "\(outcome)")
    }
}
