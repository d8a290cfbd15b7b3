import SystemService
import Testing

@Suite("Durations as people say them")
struct DurationWordsTests {
    @Test(
        "a duration is told in its two largest units, rounded down",
        arguments: [
            (0, "under 1 s"), (999, "under 1 s"), (1000, "1 s"), (59_999, "59 s"),
            (60_000, "1 min"), (61_000, "1 min 1 s"), (3_599_000, "59 min 59 s"),
            (3_600_000, "1 h"), (7_200_000, "2 h"), (7_259_000, "2 h"), (7_500_000, "2 h 5 min"),
            (86_400_000, "1 d"), (90_000_000, "1 d 1 h"), (8_640_059_000, "100 d"),
            (-5000, "under 1 s"),
        ])
    func words(milliseconds: Int, words: String) {
        #expect(Duration.milliseconds(milliseconds).inWords == words)
    }
}
