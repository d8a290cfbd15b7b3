import LightClients
import Wire

/// The transactions that wait for a block, and the cache of those that were seen.
///
/// By CometBFT's rules: the cache also keeps what is in a block, forgets the oldest first, and
/// drops what was refused, so that this may be sent again.
struct Mempool: Sendable {
    private let limits: DevChainSettings.Limits
    private(set) var transactions: [[UInt8]] = []
    private var bytes = 0
    private var cache: Set<Digest> = []
    /// The cache in the order in which it was filled; what was dropped is still in it.
    private var order: [Digest] = []

    init(_ limits: DevChainSettings.Limits) {
        self.limits = limits
    }

    /// What the node says before the application is asked.
    ///
    /// Throws the error that a node answers, in its words.
    mutating func admit(_ transaction: [UInt8]) throws(RPCError) {
        let (count, sum) = (transactions.count, bytes + transaction.count)
        guard count < limits.waitingTransactions, sum <= limits.waitingBytes else {
            throw .said(
                "mempool is full: number of txs \(count) (max: \(limits.waitingTransactions)), "
                    + "total txs bytes \(bytes) (max: \(limits.waitingBytes))")
        }
        guard transaction.count <= limits.transactionBytes else {
            throw .said(
                "Tx too large. Max size is \(limits.transactionBytes), but got "
                    + "\(transaction.count)")
        }
        guard remember(.of(transaction)) else { throw .said("tx already exists in cache") }
    }

    /// Lets a transaction wait that the application took.
    mutating func append(_ transaction: [UInt8]) {
        transactions.append(transaction)
        bytes += transaction.count
    }

    /// Forgets a transaction that the application refused.
    mutating func forget(_ transaction: [UInt8]) {
        cache.remove(.of(transaction))
    }

    /// A block was made: what is in it waits no longer; what is left is checked anew, in order.
    mutating func update(
        _ block: [(transaction: [UInt8], code: UInt32)], recheck: ([UInt8]) -> Bool
    ) {
        for (transaction, code) in block {
            // A transaction that failed may be sent again; one that did not is remembered.
            if code == 0 { _ = remember(.of(transaction)) } else { forget(transaction) }
        }
        let done = Set(block.map { Digest.of($0.transaction) })
        let left = transactions.filter { !done.contains(.of($0)) }
        (transactions, bytes) = ([], 0)
        for transaction in left {
            if recheck(transaction) { append(transaction) } else { forget(transaction) }
        }
    }

    /// Puts a hash into the cache; false when it is there.
    private mutating func remember(_ hash: Digest) -> Bool {
        guard cache.insert(hash).inserted else { return false }
        order.append(hash)
        while cache.count > limits.rememberedTransactions, let oldest = order.first {
            order.removeFirst()
            cache.remove(oldest)
        }
        // What was dropped and came again stands there twice: begin anew before it piles up.
        if order.count > 2 * limits.rememberedTransactions {
            var seen: Set<Digest> = []
            let newest = order.reversed().filter { cache.contains($0) && seen.insert($0).inserted }
            order = newest.reversed()
        }
        return true
    }
}

extension RPCError: Error {
    /// What a method of a CometBFT node says in an error: the text stands in `data`.
    static func said(_ text: String) -> RPCError {
        RPCError(code: -32603, message: "Internal error", data: text)
    }

    /// Parameters that are not what the method takes.
    static func wrongParameters(_ text: String) -> RPCError {
        RPCError(
            code: -32602, message: "Invalid params",
            data: "error converting json params to arguments: \(text)")
    }
}
