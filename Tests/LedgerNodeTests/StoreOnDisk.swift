import Synchronization
import TestKit

@testable import LedgerStore

/// A node's store in a folder of its own, with what reads it beside the blocks.
struct StoreOnDisk {
    /// How often a store has told that something which takes long goes on.
    final class Signs: Sendable {
        private let number = Mutex(0)

        /// How many there were since this was asked last.
        var heard: Int {
            number.withLock { number in
                defer { number = 0 }
                return number
            }
        }

        fileprivate func hear() { number.withLock { $0 += 1 } }
    }

    let folder: TemporaryDirectory
    let store: LedgerStore
    let reader: LedgerReader
    let signs = Signs()

    init() throws {
        folder = try TemporaryDirectory()
        let path = folder.file("ledger.sqlite")
        store = try LedgerStore(path: path) { [signs] in signs.hear() }
        reader = try LedgerReader(path: path)
    }

    /// All chunks of a snapshot.
    func chunks(_ snapshot: LedgerSnapshot) throws -> [[UInt8]] {
        try (0..<snapshot.chunks).map {
            guard let chunk = try reader.chunk($0, ofSnapshotAt: snapshot.height) else {
                throw Trouble("no chunk \($0)")
            }
            return chunk
        }
    }
}

extension SnapshotRestoring.Step {
    /// What became of a chunk, without the ledger.
    enum Kind: Hashable, Sendable {
        case accepted, refused, finished, wrong
    }

    var kind: Kind {
        switch self {
        case .accepted: .accepted
        case .refused: .refused
        case .finished: .finished
        case .wrong: .wrong
        }
    }
}
