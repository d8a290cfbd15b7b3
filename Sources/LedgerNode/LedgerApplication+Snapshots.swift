import IntakeLedger
import LedgerServer
import LedgerStore
import Wire

extension LedgerApplication {
    func listSnapshots() throws -> ABCIListSnapshots.Answer {
        ABCIListSnapshots.Answer(
            try store.snapshots().map { snapshot in
                var shown = ABCISnapshot()
                shown.height = UInt64(snapshot.height)
                (shown.format, shown.chunks) = (LedgerSnapshot.format, snapshot.chunks)
                (shown.hash, shown.metadata) = (snapshot.hash.bytes, snapshot.metadata)
                return shown
            })
    }

    func load(
        _ question: ABCILoadSnapshotChunk.Question
    ) throws -> ABCILoadSnapshotChunk.Answer {
        guard question.format == LedgerSnapshot.format,
            let height = Int64(exactly: question.height)
        else { return ABCILoadSnapshotChunk.Answer() }
        return ABCILoadSnapshotChunk.Answer(
            try store.chunk(question.chunk, ofSnapshotAt: height) ?? [])
    }

    func offer(_ question: ABCIOfferSnapshot.Question) -> ABCIOfferSnapshot.Answer {
        guard !hasBlocks else { return ABCIOfferSnapshot.Answer(.abort) }
        guard let snapshot = question.snapshot else { return ABCIOfferSnapshot.Answer(.reject) }
        guard snapshot.format == LedgerSnapshot.format else {
            return ABCIOfferSnapshot.Answer(.rejectFormat)
        }
        restoring = SnapshotRestoring(
            metadata: snapshot.metadata, hash: snapshot.hash, height: snapshot.height,
            chunks: snapshot.chunks, appHash: question.appHash)
        return ABCIOfferSnapshot.Answer(restoring == nil ? .reject : .accept)
    }

    func apply(
        _ question: ABCIApplySnapshotChunk.Question
    ) throws -> ABCIApplySnapshotChunk.Answer {
        var answer = ABCIApplySnapshotChunk.Answer()
        guard var taking = restoring else {
            answer.result = .abort
            return answer
        }
        guard question.index == taking.nextChunk else {
            (answer.result, answer.refetchChunks) = (.retry, [UInt32(taking.nextChunk)])
            return answer
        }
        switch try taking.take(question.chunk, into: store) {
        case .accepted: (restoring, answer.result) = (taking, .accept)
        case .refused:
            // Whoever sent it is asked no more.
            answer.result = .retry
            (answer.refetchChunks, answer.rejectSenders) = ([question.index], [question.sender])
        case .finished:
            (restoring, ledger, answer.result) = (nil, try Self.kept(in: store), .accept)
            hasBlocks = ledger != nil
            desk.states.publish(ledger)
        case .wrong: (restoring, answer.result) = (nil, .rejectSnapshot)
        }
        return answer
    }
}
