import ChainKit
import Evidence
import Foundation
import LightClients
import TestKit
import Testing
import WeighpostVerify
import Wire

/// The receipt that a program of somebody else verifies in `make test`, with the library alone.
@Suite("The outsider's receipt")
struct OutsiderFixtureTests {
    private static let fixtures = Checkout.root.appendingPathComponent("Tests/Outsider/Fixtures")

    @Test("it is what this version makes, and verifies with the block and time beside it")
    func fixture() throws {
        let recorded = try RecordedBatch()
        let anchor = recorded.chain.anchor(2)
        let words = try String(
            contentsOf: Self.fixtures.appendingPathComponent("trust.txt"), encoding: .utf8
        ).split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words == ["test-chain", "2", "\(anchor.hash)", "\(recorded.now)"])
        let bytes = try Data(
            contentsOf: Self.fixtures.appendingPathComponent("receipt.cbor"))
        let verifier = try #require(ReceiptVerifier(trust: try recorded.trust()))
        #expect(verifier.verify([UInt8](bytes), now: recorded.now).isVerified)
    }
}
