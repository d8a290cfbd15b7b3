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
            try steps(validators: validators, count: count)
        }
    }

    /// As the agent checks them.
    private static let onAllCores = SignatureChecker { Cores.firstFailure(among: $0, $1) }

    /// Seconds that something takes, in each of some runs that follow upon each other.
    private struct Times {
        /// The bare Ed25519 verifications of one step, one after the other and on all cores.
        let bare: [Double]
        let bareOnCores: [Double]
        /// The step on all cores; with JSON on one core; with JSON on all cores.
        let step: [Double]
        let single: [Double]
        let whole: [Double]
    }

    private static func steps(validators: Int, count: Int) throws -> [Figure] {
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
        let key = Curve25519.Signing.PrivateKey()
        let message = [UInt8](repeating: 7, count: 110)
        let signature = try key.signature(for: message)
        let isGood: @Sendable (Int) -> Bool = { _ in
            key.publicKey.isValidSignature(signature, for: message)
        }
        let times = Times(
            bare: Ruler.secondsEach(count: count) { _ in _ = (0..<validators).allSatisfy(isGood) },
            bareOnCores: Ruler.secondsEach(count: count) { _ in
                _ = Cores.firstFailure(among: validators, isGood)
            },
            step: try Ruler.secondsEach(count: count) { _ in try verify(block) },
            single: try Ruler.secondsEach(count: count) { _ in
                try verify(try answers.block(), .oneByOne)
            },
            whole: try Ruler.secondsEach(count: count) { _ in try verify(try answers.block()) })
        return figures(validators, times)
    }

    private static func figures(_ validators: Int, _ times: Times) -> [Figure] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let bound = median(times.bare) / Double(cores)
        let real = median(times.bareOnCores)
        let about =
            "a header four heights on, verified from a trusted one by skipping; \(validators) "
            + "validators of equal power, all signed, every slot checked"
        let json = about + ", read from a node's JSON"
        return [
            Figure(
                "light-step-\(validators)", unit: "ms", about: about + ", on all cores",
                runs: times.step.map { $0 * 1000 }),
            Figure(
                "light-step-json-single-\(validators)", unit: "ms", about: json + ", on one core",
                runs: times.single.map { $0 * 1000 }),
            Figure(
                "light-step-json-\(validators)", unit: "ms", about: json + ", on all cores",
                runs: times.whole.map { $0 * 1000 }),
            Figure(
                "light-step-bound-\(validators)", unit: "of one",
                about: "the same, over slots x one bare Ed25519 verification / \(cores) cores",
                runs: times.whole.map { $0 / bound }),
            Figure(
                "light-step-cores-\(validators)", unit: "of one",
                about: "the same, over as many bare verifications on all cores at once: cores that "
                    + "are busy together may each be slower", runs: times.whole.map { $0 / real }),
        ]
    }

    private static func median(_ runs: [Double]) -> Double { runs.sorted()[runs.count / 2] }

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
