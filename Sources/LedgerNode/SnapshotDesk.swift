import LedgerQueries
import LedgerServer
import LedgerStore
import Synchronization
import SystemService
import Wire

/// Hands out snapshots beside the blocks, on a thread and a connection of its own.
///
/// Any peer of the node may ask for them, and a state is megabytes: no block waits for that. What
/// cannot be handed out is an empty answer, upon which a peer asks another node or once more. An
/// exception would stop the CometBFT node, and that for a question of anybody.
final class SnapshotDesk: Sendable {
    private let lane: QuestionLane
    private let report: @Sendable (NodeEvent) -> Void
    /// However often peers ask for what cannot be read, the log does not fill up.
    private let told = Mutex(RepeatLimit())
    private let clock = SystemClock()

    /// How long a chunk is read at most: a peer waits no longer for one (CometBFT's
    /// `chunk_request_timeout`).
    private static let patience = Duration.seconds(10)

    init(
        store path: String, limits: QuestionLane.Limits,
        report: @escaping @Sendable (NodeEvent) -> Void
    ) {
        var patient = limits
        patient.reading = max(limits.reading, Self.patience)
        lane = QuestionLane("snapshots", path: path, limits: patient)
        self.report = report
    }

    /// The snapshots that there are.
    func list() async -> ABCIListSnapshots.Answer {
        ABCIListSnapshots.Answer((await read { try $0.snapshots() } ?? []).map(Self.shown))
    }

    /// A chunk of one; empty where there is none, or no longer.
    func chunk(
        _ question: ABCILoadSnapshotChunk.Question
    ) async -> ABCILoadSnapshotChunk.Answer {
        guard question.format == LedgerSnapshot.format,
            let height = Int64(exactly: question.height)
        else { return ABCILoadSnapshotChunk.Answer() }
        let chunk = await read { try $0.chunk(question.chunk, ofSnapshotAt: height) ?? [] }
        return ABCILoadSnapshotChunk.Answer(chunk ?? [])
    }

    /// What is read, on the lane; nil where that goes wrong.
    private func read<T: Sendable>(
        _ body: @escaping @Sendable (LedgerReader) throws -> T
    ) async -> T? {
        do {
            return try await lane.ask { reader, _ in try body(reader) }
        } catch QuestionTrouble.busy {
            return nil
        } catch is CancellationError {
            // Nobody waits for the answer: the node stops.
            return nil
        } catch QuestionTrouble.tooLong(_) {
            tell("it takes longer to read than another node waits")
            return nil
        } catch {
            tell("\(error)")
            return nil
        }
    }

    private func tell(_ why: String) {
        switch told.withLock({ $0.hear(.init("snapshot.unread"), at: clock.monotonic()) }) {
        case .first: report(.snapshotUnread(why))
        case .summary(let spell): report(.snapshotUnread("\(why), \(spell.words)"))
        case .held: break
        }
    }

    private static func shown(_ snapshot: LedgerSnapshot) -> ABCISnapshot {
        var shown = ABCISnapshot()
        shown.height = UInt64(snapshot.height)
        (shown.format, shown.chunks) = (LedgerSnapshot.format, snapshot.chunks)
        (shown.hash, shown.metadata) = (snapshot.hash.bytes, snapshot.metadata)
        return shown
    }
}
