import Testing

@testable import DeviceReaders

@Suite("When a line that should speak is silent")
struct LineWatchTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    @Test("five periods without a frame are silence, once for every five")
    func silence() {
        var watch = LineWatch(start: start, patience: .milliseconds(500))
        #expect(watch.verdict(hasBytes: false, hasFrame: false, at: at(499)) == .speaking)
        #expect(watch.verdict(hasBytes: false, hasFrame: false, at: at(500)) == .silent)
        #expect(watch.verdict(hasBytes: false, hasFrame: false, at: at(999)) == .speaking)
        #expect(watch.verdict(hasBytes: true, hasFrame: true, at: at(1_000)) == .speaking)
        #expect(watch.verdict(hasBytes: true, hasFrame: false, at: at(1_499)) == .speaking)
        #expect(watch.verdict(hasBytes: true, hasFrame: false, at: at(1_500)) == .silent)
    }

    @Test("ten seconds without a byte are a dead connection; noise is not")
    func dead() {
        var watch = LineWatch(start: start, patience: .seconds(60))
        #expect(watch.verdict(hasBytes: true, hasFrame: false, at: at(5_000)) == .speaking)
        #expect(watch.verdict(hasBytes: false, hasFrame: false, at: at(14_999)) == .speaking)
        #expect(watch.verdict(hasBytes: false, hasFrame: false, at: at(15_000)) == .dead)
        #expect(watch.verdict(hasBytes: false, hasFrame: false, at: at(24_999)) == .speaking)
    }
}
