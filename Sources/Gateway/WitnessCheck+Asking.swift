import Intake
import LightClients
import UpstreamNodes
import Wire

extension WitnessCheck {
    /// Asks a node until there is an outcome.
    func outcome(asking witness: any UpstreamNode, clock: SiteClock) async -> Outcome {
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
                    check.take(block, now: now ?? .epoch)
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
