import Testing

@testable import Intake

@Suite("Whose plate it is")
struct PlateVoteTests {
    /// What a vehicle is called that comes on at 200 s and stands still at 215 s.
    private func named(_ reads: [PlateRead]) -> String? {
        var vote = PlateVote(SessionPolicy())
        reads.forEach { vote.take($0) }
        return vote.decide(on: Site.time(200_000), captured: Site.time(215_000)).sure?.plate.text
    }

    @Test("several good reads outweigh one that was better and wrong")
    func majority() {
        let reads = [
            Site.read("AA 1", at: 190_000, confidence: 900),
            Site.read("AA I", at: 192_000, confidence: 990),
            Site.read("AA 1", at: 194_000, confidence: 910),
        ]
        #expect(named(reads) == "AA1")
    }

    @Test("of one plate the best read is the one that is told")
    func best() {
        var vote = PlateVote(SessionPolicy())
        for (confidence, time) in [(900, 190_000), (970, 191_000), (950, 192_000)] as [(Int, Int64)]
        {
            vote.take(Site.read("AA 1", at: time, confidence: confidence))
        }
        let read = vote.decide(on: Site.time(200_000), captured: Site.time(215_000)).sure
        #expect(read?.confidencePermille == 970)
    }

    @Test("the same message twice counts once")
    func redelivered() {
        let wrong = Site.read("AA I", at: 190_000, confidence: 860)
        #expect(named([wrong, wrong, Site.read("AA 1", at: 191_000, confidence: 900)]) == "AA1")
    }

    @Test("doubtful reads do not vote against a certain one")
    func doubts() {
        let reads = [
            Site.read("AA I", at: 190_000, confidence: 840),
            Site.read("AA I", at: 191_000, confidence: 845),
            Site.read("AA 1", at: 192_000, confidence: 850),
        ]
        #expect(named(reads) == "AA1")
    }

    @Test(
        "a read counts from two minutes before the deck to the capture",
        arguments: [
            (79_999, nil), (80_000, "AA1"), (205_000, "AA1"), (215_000, "AA1"), (215_001, nil),
        ] as [(Int64, String?)])
    func window(time: Int64, name: String?) {
        #expect(named([Site.read("AA 1", at: time)]) == name)
    }

    @Test("the next vehicle in the queue is not taken for the one on the deck, nor forgotten")
    func queue() {
        var vote = PlateVote(SessionPolicy())
        vote.take(Site.read("AA 1", at: 195_000, confidence: 900))
        vote.take(Site.read("BB 2", at: 206_000, confidence: 990))
        let first = vote.decide(on: Site.time(200_000), captured: Site.time(215_000))
        #expect(first.sure?.plate.text == "AA1")
        vote.vehicleOff(at: Site.time(230_000), unweighedSince: nil)
        let second = vote.decide(on: Site.time(240_000), captured: Site.time(250_000))
        #expect(second.sure?.plate.text == "BB2")
    }

    @Test(
        "a vehicle seen from behind as it leaves is not the next one",
        arguments: [(216_000, false), (231_999, false), (232_000, true)] as [(Int64, Bool)])
    func leaving(time: Int64, counts: Bool) {
        var vote = PlateVote(SessionPolicy())
        vote.take(Site.read("AA 1", at: 195_000))
        _ = vote.decide(on: Site.time(200_000), captured: Site.time(215_000))
        if time < 230_000 { vote.take(Site.read("AA 1", at: time, event: "late")) }
        vote.vehicleOff(at: Site.time(230_000), unweighedSince: nil)
        if time >= 230_000 { vote.take(Site.read("AA 1", at: time, event: "late")) }
        let next = vote.decide(on: Site.time(240_000), captured: Site.time(250_000))
        #expect((next.sure != nil) == counts)
    }

    @Test("an unweighed vehicle takes its reads with it")
    func unweighed() {
        var session = WeighingSession()
        _ = session.receive(.plate(Site.read("AA 1", at: 195_000)))
        _ = session.receive(.vehicleOn(at: Site.time(200_000)))
        _ = session.receive(.vehicleOff(at: Site.time(210_000)))
        _ = session.receive(.vehicleOn(at: Site.time(220_000)))
        let actions = session.receive(
            .pass(
                Site.pass(12_000, monotonic: 230_000), visit: Site.visit(1), sensors: []))
        guard case .weighIn(let visit)? = actions.first else {
            Issue.record("no weigh-in")
            return
        }
        #expect(visit.plate == nil)
    }

    @Test("noise does not fill the memory")
    func noise() {
        var vote = PlateVote(SessionPolicy())
        for number in 0..<1_000 {
            vote.take(Site.read("N \(number)", at: 100_000 + Int64(number), confidence: 10))
        }
        vote.take(Site.read("AA 1", at: 195_000))
        let read = vote.decide(on: Site.time(200_000), captured: Site.time(215_000))
        #expect(read.sure?.plate.text == "AA1")
    }
}
