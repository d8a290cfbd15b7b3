import DeviceMaps
import Intake
import Synchronization

/// Where a weighing asks that the indicator keeps it in its own memory too.
///
/// The bus asks one thing after the other, so a wish waits here until the poll at hand is over. Who
/// wished does not wait for ever: a truck's record is worth more than the number in the indicator.
final class AlibiDesk: Sendable {
    private typealias Answer = Result<AlibiRecord, CommandError>

    private struct Wish {
        let number: UInt64
        let shown: ShownWeight
        let answer: CheckedContinuation<Answer, Never>
    }

    private struct State {
        var waiting: [Wish] = []
        /// Wishes that were given up before they were put down.
        var givenUp: Set<UInt64> = []
        var isOpen = true
        var lastNumber: UInt64 = 0
        /// Wishes up to this one were taken up.
        var served: UInt64 = 0
    }

    private let state = Mutex(State())

    /// What the indicator kept of the weighing that it shows now; a failure when that is not known
    /// within `patience`, or nobody asks any more.
    func store(
        _ shown: ShownWeight, within patience: Duration
    ) async -> Result<AlibiRecord, CommandError> {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let alarm = Task {
            try await Task.sleep(for: patience)
            giveUp(number, "the indicator did not say within \(patience) what it kept")
        }
        defer {
            alarm.cancel()
            state.withLock { _ = $0.givenUp.remove(number) }
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                let reason = state.withLock { state -> String? in
                    guard state.isOpen else { return "the reader has ended" }
                    guard !state.givenUp.contains(number) else { return "nobody asks any more" }
                    state.waiting.append(Wish(number: number, shown: shown, answer: answer))
                    return nil
                }
                if let reason {
                    answer.resume(returning: .failure(CommandError(message: reason)))
                }
            }
        } onCancel: {
            giveUp(number, "nobody asks any more")
        }
    }

    /// Fulfils every wish that waits.
    func serve(
        _ fulfil: (ShownWeight) async -> Result<AlibiRecord, CommandError>
    ) async {
        while let wish = next() {
            let answer = await fulfil(wish.shown)
            take(wish.number)?.answer.resume(returning: answer)
        }
    }

    /// Nobody fulfils wishes any more.
    func close() {
        let left = state.withLock { state in
            defer { (state.waiting, state.isOpen) = ([], false) }
            return state.waiting
        }
        for wish in left {
            wish.answer.resume(returning: .failure(CommandError(message: "the reader has ended")))
        }
    }

    /// The first wish that was not taken up yet; it stays until it is answered or given up.
    private func next() -> Wish? {
        state.withLock { state in
            guard let wish = state.waiting.first(where: { $0.number > state.served }) else {
                return nil
            }
            state.served = wish.number
            return wish
        }
    }

    /// Whoever takes a wish away answers it, once.
    private func take(_ number: UInt64) -> Wish? {
        state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
    }

    private func giveUp(_ number: UInt64, _ reason: String) {
        guard let wish = take(number) else {
            return state.withLock { _ = $0.givenUp.insert(number) }
        }
        wish.answer.resume(returning: .failure(CommandError(message: reason)))
    }
}
