import Dispatch
import Synchronization

/// Short computations spread over the cores of the box.
///
/// The calling thread works too and waits for nobody who has not begun: with every core busy it does
/// all of it alone. Others help from Dispatch's pool, which has one thread a core and is the one
/// that tasks run on. So a task may call this, and so may many at once; what is computed must not
/// block.
package enum Cores {
    /// Below so many places nobody else is woken: that costs about as much as one signature.
    private static let fewestToShare = 4

    /// The first of so many places, counted from 0, where something is not so; nil where all is well.
    ///
    /// Every place before the answer is looked at once. Of those after it no more than are begun
    /// before it is known.
    package static func firstFailure(
        among count: Int, _ isGood: @Sendable (_ place: Int) -> Bool
    ) -> Int? {
        guard count >= fewestToShare else { return (0..<count).first { !isGood($0) } }
        let first = Atomic(count)
        // Places are taken in ascending order.
        DispatchQueue.concurrentPerform(iterations: count) { place in
            guard place < first.load(ordering: .relaxed), !isGood(place) else { return }
            first.min(place, ordering: .relaxed)
        }
        let found = first.load(ordering: .relaxed)
        return found < count ? found : nil
    }
}
