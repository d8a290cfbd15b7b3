import ChainKit
import Crypto
import Foundation
import LightClients
import Threads
import Wire

/// What a light client pays to trust a header further on.
enum LightFigures {
    /// One step over a gap, all of whose validators stayed, for chains of several sizes.
    static func measured() throws -> [Figure] {
        try [(4, 50), (21, 20), (100, 10), (150, 8)].flatMap { validators, count in
            try steps(validators: validators, count: count, bare: bareSeconds())
        }
    }

    /// As the agent checks them.
    private static let onAllCores = SignatureChecker { Cores.firstFailure(among: $0, $1) }

    /// Seconds of one bare Ed25519 verification, just now: what a step is held against.
    private static func bareSeconds() throws -> Double {
        let key = Curve25519.Signing.PrivateKey()
        let message = [UInt8](repeating: 7, count: 110)
        let signature = try key.signature(for: message)
        let runs = Ruler.secondsEach(count: 500) { _ in
            _ = key.publicKey.isValidSignature(signature, for: message)
        }
        return runs.sorted()[runs.count / 2]
    }

    private static func steps(
        validators: Int, count: Int, bare: Double
    ) throws -> [Figure] {
        let chain = ChainBuilder(SeededValidator.equals(validators), heights: 5)
        let options = TrustOptions(chainID: chain.chainID, trustingPeriodSeconds: 1_000_000)
        let (trusted, block) = (chain.trusted(1), chain.block(5))
        func verify(
            _ block: UnverifiedLightBlock, _ checker: SignatureChecker = onAllCores
        ) throws {
            let verdict = Verifier.verify(
                block, trusted: trusted, options: options, now: chain.now, checker: checker)
            guard case .verified = verdict else {
                throw BenchTrouble("a good block is not verified: \(verdict)")
            }
        }
        let answers = try Answers(block)
        let plain = try Ruler.secondsEach(count: count) { _ in try verify(block) }
        let single = try Ruler.secondsEach(count: count) { _ in
            try verify(try answers.block(), .oneByOne)
        }
        let whole = try Ruler.secondsEach(count: count) { _ in try verify(try answers.block()) }
        return figures(validators, plain: plain, single: single, whole: whole, bare: bare)
    }

    private static func figures(
        _ validators: Int, plain: [Double], single: [Double], whole: [Double], bare: Double
    ) -> [Figure] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let bound = Double(validators) * bare / Double(cores)
        let about =
            "a header four heights on, verified from a trusted one by skipping; \(validators) "
            + "validators of equal power, all signed, every slot checked"
        return [
            Figure(
                "light-step-\(validators)", unit: "ms", about: about + ", on all cores",
                runs: plain.map { $0 * 1000 }),
            Figure(
                "light-step-json-single-\(validators)", unit: "ms",
                about: about + ", read from a node's JSON, on one core",
                runs: single.map { $0 * 1000 }),
            Figure(
                "light-step-json-\(validators)", unit: "ms",
                about: about + ", read from a node's JSON, on all cores",
                runs: whole.map { $0 * 1000 }),
            Figure(
                "light-step-bound-\(validators)", unit: "of one",
                about: "the same, over slots x one bare Ed25519 verification / \(cores) cores",
                runs: whole.map { $0 / bound }),
        ]
    }

    /// What a node answers to `commit` and `validators`.
    private struct Answers {
        let commit: Data
        let validators: Data

        init(_ block: UnverifiedLightBlock) throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes  // as Go writes base64
            commit = try encoder.encode(
                RPCAnswer(
                    id: .text("1"),
                    result: RPCCommit(
                        header: block.header, commit: block.commit, isCanonical: true)))
            let all = block.validators.validators
            validators = try encoder.encode(
                RPCAnswer(
                    id: .text("2"),
                    result: RPCValidators(
                        height: block.header.height, validators: all, total: Int64(all.count))))
        }

        func block() throws -> UnverifiedLightBlock {
            let decoder = JSONDecoder()
            let signed = try decoder.decode(RPCAnswer<RPCCommit>.self, from: commit).result
            let set = try decoder.decode(RPCAnswer<RPCValidators>.self, from: validators).result
            guard let header = signed?.signedHeader?.header,
                let commit = signed?.signedHeader?.commit, let set
            else { throw BenchTrouble("an answer without its block") }
            let validators = ValidatorSet(validators: set.validators)
            return UnverifiedLightBlock(
                header: header, commit: commit, validators: validators, nextValidators: validators)
        }
    }
}
