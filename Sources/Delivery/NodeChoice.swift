/// Which of several nodes of equal standing is asked.
///
/// A batch is sent home first, and with every attempt to the next node. Questions go on to the next node
/// whenever an answer was of no use: none can keep a batch waiting by answering, whether it lies,
/// stands still, or keeps no index. Home is the node that was last seen to go on.
package struct NodeChoice: Hashable, Sendable {
    private let count: Int
    private var home = 0
    private var turn = 0
    /// Where each batch was sent last.
    private var sentTo: [BatchID: Int] = [:]
    /// The height that home named last.
    private var height: Int64 = 0

    /// A choice among so many nodes, at least one; the first is home.
    package init(of count: Int) {
        precondition(count > 0, "there is a node to ask")
        self.count = count
    }

    /// The node for the next question.
    package var asked: Int { (home + turn) % count }

    /// The node to send a batch to: home, then one after the other, wherever home is by then.
    package mutating func sending(_ batch: BatchID) -> Int {
        let place = sentTo[batch].map { ($0 + 1) % count } ?? home
        sentTo[batch] = place
        // More than are ever on their way; who is forgotten begins at home again.
        if sentTo.count > 16, let oldest = sentTo.keys.min() { sentTo[oldest] = nil }
        return place
    }

    /// The answer of the node that was asked was of no use.
    package mutating func goOn() { turn = (turn + 1) % count }

    /// All nodes, home first, in the order in which it is looked how far they are.
    package var round: [Int] { (0..<count).map { (home + $0) % count } }

    /// Whether a node that names this height goes on, so that nobody else need be looked at.
    package func isProgress(_ height: Int64) -> Bool { height > self.height }

    /// A node of that height is home from here on.
    package mutating func settle(at place: Int, height: Int64) {
        (home, self.height) = (place, height)
    }
}
