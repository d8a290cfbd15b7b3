import ChainKit
import Foundation
import LightClients
import Testing
import Wire

@Suite("How many votes a commit may have")
struct CommitSizeTests {
    private static let options = TrustOptions(
        chainID: "test-chain", trustingPeriodSeconds: 1_000_000)

    @Test("more slots than there can be validators are refused, before any signature is looked at")
    func slots() {
        let chain = ChainBuilder(SeededValidator.equals(4), heights: 4)
        for (trusted, height) in [(Int64(1), Int64(2)), (1, 4)] {
            var block = chain.block(height)
            let missing = ValidatorSet.maximumCount + 1 - block.commit.signatures.count
            block.commit.signatures += Array(repeating: .absent, count: missing)
            let verdict = Verifier.verify(
                block, trusted: chain.trusted(trusted), options: Self.options, now: chain.now)
            #expect(verdict == .invalid(.tooManySlots(ValidatorSet.maximumCount + 1)))
            let start = Verifier.start(
                block, at: chain.anchor(height), options: Self.options, now: chain.now)
            #expect(start == .invalid(.tooManySlots(ValidatorSet.maximumCount + 1)))
        }
        #expect("\(Invalidity.tooManySlots(10_001))".contains("10001 slots"))
    }

    private static func answer(slots: Int) -> Data {
        let slot = #"{"block_id_flag":1}"#
        let list = Array(repeating: slot, count: slots).joined(separator: ",")
        return Data(#"{"height":"9","round":0,"signatures":[\#(list)]}"#.utf8)
    }

    @Test("a list of votes without end is refused while it is read")
    func json() throws {
        let most = ValidatorSet.maximumCount
        let commit = try JSONDecoder().decode(Commit.self, from: Self.answer(slots: most))
        #expect(commit.signatures.count == most)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Commit.self, from: Self.answer(slots: most + 1))
        }
        #expect(throws: ProtobufError.self) {
            var larger = commit
            larger.signatures.append(.absent)
            return try Commit(protobuf: larger.protobuf)
        }
    }

    @Test("a page of validators without end is refused while it is read")
    func validators() {
        let one = #"{"address":"","pub_key":{"type":"x"}}"#
        let list = Array(repeating: one, count: ValidatorSet.maximumCount + 1)
            .joined(separator: ",")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(
                RPCValidators.self, from: Data(#"{"validators":[\#(list)]}"#.utf8))
        }
    }
}
