import Foundation
import LightClients
import TestKit
import Testing
import Wire

/// One line of `single-step.jsonl`: a trusted header, a block and the verdict on it.
private struct SingleStep: Decodable {
    struct Trusted: Decodable {
        let signed_header: RPCCommit.SignedHeader
        let next_validator_set: Members
        let trusting_period: String
    }
    struct Block: Decodable {
        let signed_header: RPCCommit.SignedHeader
        let validator_set: Members
        let next_validator_set: Members?
    }
    struct Members: Decodable {
        let validators: [Validator]
        var set: ValidatorSet { ValidatorSet(validators: validators) }
    }
    struct Level: Decodable {
        let numerator: String
        let denominator: String
    }
    let name: String
    let trusted: Trusted
    let now: String
    let max_clock_drift: String
    let trust_level: Level
    let untrusted: [Block]
    let expect: String
    let reason: String?
    let also_acceptable: [String]?

    private func seconds(_ nanoseconds: String) throws -> Int64 {
        let value = try #require(Int64(nanoseconds))
        try #require(value.isMultiple(of: 1_000_000_000))
        return value / 1_000_000_000
    }

    func verdict() throws -> Verdict {
        let header = try #require(trusted.signed_header.header)
        let known = try VerifiedHeader(
            restoring: header, nextValidators: trusted.next_validator_set.set)
        let block = try #require(untrusted.first)
        let level = TrustLevel(
            numerator: try #require(Int64(trust_level.numerator)),
            denominator: try #require(Int64(trust_level.denominator)))
        return Verifier.verify(
            UnverifiedLightBlock(
                header: try #require(block.signed_header.header),
                commit: try #require(block.signed_header.commit),
                validators: block.validator_set.set,
                nextValidators: block.next_validator_set?.set),
            trusted: known,
            options: TrustOptions(
                chainID: header.chainID, trustLevel: try #require(level),
                trustingPeriodSeconds: try seconds(trusted.trusting_period),
                maxClockDriftSeconds: try seconds(max_clock_drift)),
            now: try #require(Timestamp(rfc3339: now)))
    }
}

extension Verdict {
    /// The verdict in the words of the vectors, which call an expired trust invalid, too.
    fileprivate var word: String {
        switch self {
        case .verified: "SUCCESS"
        case .notEnoughTrust: "NOT_ENOUGH_TRUST"
        case .invalid, .expired: "INVALID"
        }
    }

    /// Whether this is the reason that the vectors tell.
    fileprivate func isFor(_ reason: String) -> Bool {
        switch (self, reason) {
        case (.expired, "trusted header expired"),
            (.invalid(.fromTheFuture), "from the future"),
            (.invalid(.heightNotIncreasing), "height not increasing"),
            (.invalid(.wrongSlotCount), "signature count"),
            (.invalid(.notEnoughPower), "less than 2/3"),
            (.invalid(.wrongNextValidators), "next validators mismatch"),
            (.invalid(.notTheExpectedValidators), "next validators mismatch"):
            true
        default: reason.isEmpty
        }
    }
}

@Suite("Single steps of the model-checked specification")
struct SingleStepVectorTests {
    @Test("single-step", .enabled(if: Vectors.arePresent, "the vectors folder is not here"))
    func singleStep() throws {
        let decoder = JSONDecoder()
        let lines = try Vectors.lines("single-step.jsonl")
        #expect(lines.count >= 129)
        for data in lines {
            let line = try decoder.decode(SingleStep.self, from: data)
            let verdict = try line.verdict()
            let words = [line.expect] + (line.also_acceptable ?? [])
            #expect(words.contains(verdict.word), "\(line.name): \(verdict.fault as Any)")
            #expect(verdict.isFor(line.reason ?? ""), "\(line.name): \(verdict.fault as Any)")
        }
    }
}
