import Glibc

/// A place between two steps where a crash must lose nothing.
///
/// Tests name one in `WEIGHPOST_CRASH_AT`, and a debug build kills itself there with SIGKILL, as
/// a power cut would. A release build does not know them.
enum CrashPoint: String, CaseIterable, Sendable {
    /// A plate read is committed, its acknowledgement is not sent.
    case plateKept = "plate-kept"
    /// The weight is captured, nothing of it is written.
    case weightCaptured = "weight-captured"
    /// The weigh-in is in the journal, nobody was told.
    case weighInJournaled = "weigh-in-journaled"
    /// The intake record is in the journal, nobody was told.
    case intakeJournaled = "intake-journaled"
    /// What a person said of a load is in the journal; the file that says it is there still.
    case amendmentJournaled = "amendment-journaled"
    /// A batch is signed and stored, and was never sent.
    case batchStored = "batch-stored"
    /// The bytes are sent; the answer is not stored.
    case batchSent = "batch-sent"
    /// A node says that the batch is in a block; nothing is verified.
    case batchIncluded = "batch-included"
    /// The batch is proven; its receipts are not stored.
    case batchProven = "batch-proven"
    /// The receipts are stored; nobody was told.
    case receiptsStored = "receipts-stored"

    /// Ends the process here when a test asked for it.
    func pass() {
        #if DEBUG
        guard let wanted = getenv("WEIGHPOST_CRASH_AT"), String(cString: wanted) == rawValue
        else { return }
        kill(getpid(), SIGKILL)
        #endif
    }
}
