import Glibc

extension Demo {
    /// The chapters of the day: weighing, an outage, and what comes after it.
    func weigh() async throws {
        teller.begin("Weighing", "each truck comes full, tips, and comes back empty")
        try await wait(for: "two loads, proven; \(progress)", atMost: .seconds(120)) {
            story.loads.count >= 2 && story.height(of: story.loads[1].seq) != nil
        }
        teller.begin("The chain is away", "weighing does not wait for it")
        try child("chain").signal(SIGUSR1)
        try await wait(for: "two more loads; \(progress)", atMost: .seconds(120)) {
            story.loads.count >= 4 && story.seen.isSuperset(of: ["chain.away", "upstream.away"])
        }
        let waiting = story.lastEntry - story.deliveredCount
        teller.tell(
            "journal", "\(waiting) entries wait, durable on this box", .warning,
            [("waiting", .number(waiting))])
        teller.begin("The chain is back", "the journal catches up, in order")
        try child("chain").signal(SIGUSR2)
        try await wait(for: "the last trucks; \(progress)", atMost: .seconds(180)) {
            story.loads.count >= DemoLoad.all.count && story.trucksGone >= DemoLoad.all.count
        }
        try await settle()
    }

    /// Waits until every entry is delivered.
    func settle() async throws {
        try await wait(for: "every entry to be delivered; \(progress)", atMost: .seconds(90)) {
            story.isAllDelivered
        }
        teller.tell(
            "journal", "all \(story.lastEntry) entries delivered", .good,
            [("entries", .number(story.lastEntry))])
    }

    private var progress: String {
        "\(story.loads.count) of \(DemoLoad.all.count) loads, \(story.lastEntry) entries, "
            + "\(story.deliveredCount) delivered"
    }
}
