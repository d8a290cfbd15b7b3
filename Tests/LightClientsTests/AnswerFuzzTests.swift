import ChainKit
import Foundation
import LightClients
import TestKit
import Testing
import Wire

/// Whatever a node answers: it is read or refused, and never verifies as another block.
@Suite("Damaged answers of nodes")
struct AnswerFuzzTests {
    @Test("a damaged answer is refused, or is still the same block", arguments: UInt64(1)...3)
    func answers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let chain = ChainBuilder.random(seed: seed, heights: 6)
        let (trusted, block) = (chain.trusted(5), chain.block(6))
        let options = TrustOptions(chainID: chain.chainID, trustingPeriodSeconds: 1_000_000)
        let encoder = JSONEncoder()
        let commit = [UInt8](
            try encoder.encode(
                RPCAnswer(
                    id: .text("1"),
                    result: RPCCommit(
                        header: block.header, commit: block.commit, isCanonical: true))))
        let all = block.validators.validators
        let validators = [UInt8](
            try encoder.encode(
                RPCAnswer(
                    id: .text("2"),
                    result: RPCValidators(height: 6, validators: all, total: Int64(all.count)))))
        var read = 0
        for _ in 0..<1_500 {
            let isCommit = Bool.random(using: &random)
            let shown = (
                isCommit ? Damage.done(to: commit, using: &random) : commit,
                isCommit ? validators : Damage.done(to: validators, using: &random)
            )
            guard let found = decoded(shown.0, shown.1) else { continue }
            read += 1
            let verdict = Verifier.verify(
                found, trusted: trusted, options: options, now: chain.now)
            if case .verified(let header) = verdict {
                #expect(header.hash == block.header.hash, "seed \(seed)")
            }
        }
        #expect(read > 100, "most damage should reach the verifier")
    }

    private func decoded(_ commit: [UInt8], _ validators: [UInt8]) -> UnverifiedLightBlock? {
        do {
            let decoder = JSONDecoder()
            let signed = try decoder.decode(RPCAnswer<RPCCommit>.self, from: Data(commit)).result
            let set = try decoder.decode(
                RPCAnswer<RPCValidators>.self, from: Data(validators)
            ).result
            guard let header = signed?.signedHeader?.header,
                let votes = signed?.signedHeader?.commit, let set
            else { return nil }
            return UnverifiedLightBlock(
                header: header, commit: votes,
                validators: ValidatorSet(validators: set.validators), nextValidators: nil)
        } catch {
            return nil
        }
    }
}
