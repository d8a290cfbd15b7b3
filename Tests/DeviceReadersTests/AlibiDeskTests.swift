import DeviceMaps
import Intake
import Testing

@testable import DeviceReaders

@Suite("A weighing does not wait for the indicator's own memory for ever")
struct AlibiDeskTests {
    private static let shown = ShownWeight(digits: 1240, exponent: 1, unit: .kilogram)

    private static func words(_ answer: Result<AlibiRecord, CommandError>) -> String {
        if case .failure(let error) = answer { error.message } else { "kept" }
    }

    @Test("a scale that is away keeps a truck's record no longer than the patience")
    func nobodyServes() async {
        let answer = await AlibiDesk().store(Self.shown, within: .milliseconds(20))
        #expect(Self.words(answer).contains("did not say within"))
    }

    @Test("a scale that takes its time is not waited for either, and its late answer harms nobody")
    func slow() async {
        let desk = AlibiDesk()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let answer = await desk.store(Self.shown, within: .milliseconds(30))
                #expect(Self.words(answer).contains("did not say within"))
            }
            group.addTask {
                var served = 0
                while served == 0 {
                    await desk.serve { _ in
                        served += 1
                        // Longer than the patience, however slow the machine.
                        try? await Task.sleep(for: .milliseconds(300))
                        return .failure(CommandError(message: "late"))
                    }
                    await Task.yield()
                }
                #expect(served == 1)
            }
        }
    }

    @Test("what is asked first is served first, each once")
    func order() async {
        let desk = AlibiDesk()
        let first = Task { await desk.store(Self.shown, within: .seconds(60)) }
        var served = 0
        while served == 0 {
            await desk.serve { shown in
                served += 1
                #expect(shown == Self.shown)
                return .failure(CommandError(message: "number \(served)"))
            }
            await Task.yield()
        }
        #expect(Self.words(await first.value) == "number 1")
        await desk.serve { _ in
            served += 1
            return .failure(CommandError(message: "nobody asked"))
        }
        #expect(served == 1)
    }

    @Test("an agent that stops asks no more, and one whose reader ended is told so")
    func ends() async {
        let desk = AlibiDesk()
        let asking = Task { await desk.store(Self.shown, within: .seconds(3600)) }
        asking.cancel()
        #expect(Self.words(await asking.value) == "nobody asks any more")
        let waiting = Task { await desk.store(Self.shown, within: .seconds(3600)) }
        await Task.yield()
        desk.close()
        #expect(Self.words(await waiting.value) == "the reader has ended")
    }
}
