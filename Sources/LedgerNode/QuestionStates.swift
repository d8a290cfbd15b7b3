import IntakeLedger
import Synchronization

/// The states that questions are answered from: values, handed over by the application with every
/// block.
///
/// While a block is being made durable there are two of them, that before and that after it: the
/// store shows one or the other, and whoever reads it takes the state of the same height. Who began
/// to read before a block and looks for the state after it still finds his.
final class QuestionStates: Sendable {
    private struct Known {
        var former: IntakeLedger?
        var holding: IntakeLedger?
        var expected: IntakeLedger?
    }

    private let known = Mutex(Known())

    /// What will hold when it is durable, beside what holds now.
    func expect(_ next: IntakeLedger) {
        known.withLock { $0.expected = next.settled }
    }

    /// What holds; nil for a chain that has not begun.
    func publish(_ ledger: IntakeLedger?) {
        known.withLock { known in
            guard let ledger else {
                known = Known()
                return
            }
            known = Known(former: known.holding, holding: ledger.settled)
        }
    }

    /// What was expected comes not to hold.
    func giveUp() {
        known.withLock { $0.expected = nil }
    }

    /// What holds.
    var newest: IntakeLedger? { known.withLock { $0.holding } }

    /// The state after a block, which the store shows.
    func at(_ height: Int64) -> IntakeLedger? {
        known.withLock { known in
            [known.holding, known.expected, known.former].compactMap { $0 }
                .first { $0.height == height }
        }
    }
}
