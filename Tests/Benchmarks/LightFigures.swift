import ChainKit
import LightClients

/// What a light client pays to trust a header further on.
enum LightFigures {
    /// One step over a gap, all of whose validators stayed.
    static func measured() throws -> [Figure] {
        [try step(validators: 4, count: 50), try step(validators: 100, count: 10)]
    }

    private static func step(validators: Int, count: Int) throws -> Figure {
        let chain = ChainBuilder(SeededValidator.equals(validators), heights: 5)
        let options = TrustOptions(chainID: chain.chainID, trustingPeriodSeconds: 1_000_000)
        let (trusted, block) = (chain.trusted(1), chain.block(5))
        let runs = try Ruler.secondsEach(count: count) { _ in
            let verdict = Verifier.verify(
                block, trusted: trusted, options: options, now: chain.now)
            guard case .verified = verdict else {
                throw BenchTrouble("a good block is not verified: \(verdict)")
            }
        }
        return Figure(
            "light-step-\(validators)", unit: "ms",
            about: "a header four heights on, verified from a trusted one by skipping; "
                + "\(validators) validators of equal power, all signed",
            runs: runs.map { $0 * 1000 })
    }
}
