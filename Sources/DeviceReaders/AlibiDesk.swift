import DeviceMaps
import Intake
import Synchronization

/// Where a weighing asks that the indicator keeps it in its own memory too.
///
/// The bus asks one thing after the other, so a wish waits here until the poll at hand is over.
final class AlibiDesk: Sendable {
    private typealias Wish = (
        shown: ShownWeight, answer: CheckedContinuation<Result<AlibiRecord, CommandError>, Never>
    )

    private let wishes = Mutex<(waiting: [Wish], isOpen: Bool)>(([], true))

    /// What the indicator kept of the weighing that it shows now.
    func store(_ shown: ShownWeight) async -> Result<AlibiRecord, CommandError> {
        await withCheckedContinuation { answer in
            let isTaken = wishes.withLock { wishes in
                guard wishes.isOpen else { return false }
                wishes.waiting.append((shown, answer))
                return true
            }
            if !isTaken {
                answer.resume(returning: .failure(CommandError(message: "the reader has ended")))
            }
        }
    }

    /// Fulfils every wish that waits.
    func serve(
        _ fulfil: (ShownWeight) async -> Result<AlibiRecord, CommandError>
    ) async {
        while let wish = wishes.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) {
            wish.answer.resume(returning: await fulfil(wish.shown))
        }
    }

    /// Nobody fulfils wishes any more.
    func close() {
        let left = wishes.withLock { wishes in
            defer { wishes = ([], false) }
            return wishes.waiting
        }
        for wish in left {
            wish.answer.resume(returning: .failure(CommandError(message: "the reader has ended")))
        }
    }
}
