import IntakeLedger
import LedgerServer
import LedgerStore

/// The state of other nodes, which this one fetches; what it hands out itself goes by `SnapshotDesk`.
extension LedgerApplication {
    func offer(_ question: ABCIOfferSnapshot.Question) throws -> ABCIOfferSnapshot.Answer {
        guard standing != .executed else { return ABCIOfferSnapshot.Answer(.abort) }
        guard let snapshot = question.snapshot else { return ABCIOfferSnapshot.Answer(.reject) }
        guard snapshot.format == LedgerSnapshot.format else {
            return ABCIOfferSnapshot.Answer(.rejectFormat)
        }
        restoring = SnapshotRestoring(
            metadata: snapshot.metadata, hash: snapshot.hash, height: snapshot.height,
            chunks: snapshot.chunks, appHash: question.appHash)
        guard restoring != nil else { return ABCIOfferSnapshot.Answer(.reject) }
        try giveUpFetched()
        return ABCIOfferSnapshot.Answer(.accept)
    }

    /// Gives up a state that was fetched before: CometBFT ended before it had taken its own.
    ///
    /// A crash within leaves it as it was; one afterwards leaves nothing, as before the first offer.
    private func giveUpFetched() throws {
        guard standing == .fetched else { return }
        try store.clear()
        (ledger, standing) = (nil, .nothing)
        desk.states.publish(nil)
    }

    func apply(
        _ question: ABCIApplySnapshotChunk.Question
    ) throws -> ABCIApplySnapshotChunk.Answer {
        var answer = ABCIApplySnapshotChunk.Answer()
        guard let next = restoring?.nextChunk else {
            answer.result = .abort
            return answer
        }
        guard question.index == next else {
            (answer.result, answer.refetchChunks) = (.retry, [UInt32(next)])
            return answer
        }
        // Where it lies: a copy beside it would be a second state in memory.
        switch try restoring?.take(question.chunk, into: store) {
        case nil: answer.result = .abort
        case .accepted: answer.result = .accept
        case .refused:
            // Whoever sent it is asked no more.
            answer.result = .retry
            (answer.refetchChunks, answer.rejectSenders) = ([question.index], [question.sender])
        case .finished(let fetched):
            let restored = Self.ready(fetched)
            (restoring, ledger, answer.result) = (nil, restored, .accept)
            standing = .fetched
            desk.states.publish(restored)
        case .wrong:
            // The chunk was the one that the snapshot names, and CometBFT asks for chunks only those that
            // have offered just that snapshot: whoever sent it has offered a false one.
            (restoring, answer.result) = (nil, .rejectSnapshot)
            answer.rejectSenders = [question.sender]
        }
        return answer
    }
}
