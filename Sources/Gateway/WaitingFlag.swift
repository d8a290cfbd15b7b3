import Synchronization

/// Whether entries wait for delivery, seen by the task that watches the nodes.
final class WaitingFlag: Sendable {
    private let flag = Mutex(true)

    var value: Bool { flag.withLock { $0 } }

    func set(_ value: Bool) { flag.withLock { $0 = value } }
}
