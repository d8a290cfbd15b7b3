import Synchronization

/// A socket's claim until it is settled, and what came of it.
final class MovingSocket: Sendable {
    private enum State {
        case claimed(SocketClaim)
        case settled(SocketClaim.Settled)
        case failed(ControlError)
    }

    let temporary: String
    private let state: Mutex<State>

    init(_ claim: SocketClaim) {
        temporary = claim.temporary
        state = Mutex(.claimed(claim))
    }

    /// Moves the socket to its place and lets go of the lock.
    func settle() throws(ControlError) {
        let failure = state.withLock { state -> ControlError? in
            guard case .claimed(let claim) = state else { return nil }
            do throws(ControlError) {
                state = .settled(try claim.settle())
                return nil
            } catch {
                state = .failed(error)
                return error
            }
        }
        if let failure { throw failure }
    }

    var settled: SocketClaim.Settled? {
        state.withLock { if case .settled(let settled) = $0 { settled } else { nil } }
    }

    var failure: ControlError? {
        state.withLock { if case .failed(let error) = $0 { error } else { nil } }
    }
}
