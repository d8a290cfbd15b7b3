import Intake
import LightClients
import UpstreamNodes
import Wire

extension WitnessCheck {
    /// Asks a node until there is an outcome, and no longer than so long.
    func outcome(
        asking witness: any UpstreamNode, clock: SiteClock, notBefore earliest: Timestamp,
        within limit: Duration
    ) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask {
                await outcome(asking: witness, clock: clock, notBefore: earliest)
            }
            group.addTask {
                do {
                    try await Task.sleep(for: limit)
                } catch {
                    return .silent(reason: "given up")
                }
                return .silent(reason: "no answer within \(limit)")
            }
            defer { group.cancelAll() }
            return await group.next() ?? .silent(reason: "given up")
        }
    }

    private func outcome(
        asking witness: any UpstreamNode, clock: SiteClock, notBefore earliest: Timestamp
    ) async -> Outcome {
        var check = self
        while true {
            do throws(UpstreamError) {
                switch check.next {
                case .done(let outcome): return outcome
                case .header(let height): check.take(try await witness.header(height))
                case .block(let height):
                    let block = try await witness.lightBlock(height)
                    let wall = clock.wall()
                    let now = Timestamp(seconds: wall.seconds, nanoseconds: wall.nanoseconds)
                    check.take(block, now: max(now ?? .epoch, earliest))
                case .wait(let seconds):
                    do {
                        try await Task.sleep(for: .seconds(seconds))
                    } catch {
                        return .silent(reason: "given up")
                    }
                    check.waited()
                }
            } catch {
                check.failed(error.code == .notYet ? .tooHigh : .other(reason: error.message))
            }
        }
    }
}
