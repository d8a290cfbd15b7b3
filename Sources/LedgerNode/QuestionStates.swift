import IntakeLedger
import Synchronization

/// The states that questions are answered from: values, handed over by the application with every
/// block.
///
/// While a block is being made durable there are two of them, that before and that after it: the
/// store shows one or the other, and whoever reads it takes the state of the same height.
final class QuestionStates: Sendable {
    private let states = Mutex<[IntakeLedger]>([])

    /// What will hold when it is durable, beside what holds now.
    func expect(_ next: IntakeLedger) {
        states.withLock { $0 = $0.suffix(1) + [next.settled] }
    }

    /// What holds, and nothing else; nil for a chain that has not begun.
    func publish(_ ledger: IntakeLedger?) {
        states.withLock { $0 = ledger.map { [$0.settled] } ?? [] }
    }

    /// What was expected comes not to hold.
    func giveUp() {
        states.withLock { $0 = Array($0.prefix(1)) }
    }

    /// What holds.
    var newest: IntakeLedger? { states.withLock { $0.first } }

    /// The state after a block, which the store shows.
    func at(_ height: Int64) -> IntakeLedger? {
        states.withLock { $0.first { $0.height == height } }
    }
}
