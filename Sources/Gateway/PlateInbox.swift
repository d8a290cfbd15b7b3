import DeviceMaps
import DeviceReaders
import Intake
import JournalStore
import Threads
import Wire

/// Plate reads, durable before the broker is told that we have them.
struct PlateInbox: Sendable {
    let journal: SQLiteJournal
    let maps: [BrokerMap]
    let clock: SiteClock

    /// How far back a read can still belong to a vehicle that waits, in milliseconds.
    private static let reach: Int64 = 600_000
    /// How many messages are kept at most: plates must not pile up on the box.
    private static let capacity = 1000

    /// Commits a read; called on the broker client's thread, which must wait.
    ///
    /// The acknowledgement goes out after this returns: a crash before it only has the broker
    /// send the message again, and it is recognised by its bytes, or by what its map says. A camera sends several reads of
    /// one passage under one event, each surer than the last: they are different messages.
    ///
    /// - Returns: false when the same message was kept before.
    func keep(_ event: BrokerEvent) throws -> Bool {
        let read = event.plate
        let identity = event.key.map { Array("\(read.camera)\u{1F}\($0)".utf8) }
        let message = InboxMessage(
            key: "\(Digest.of(identity ?? event.message.payload))", topic: event.message.topic,
            payload: event.message.payload, boot: clock.bootID, monotonic: read.monotonic,
            wall: read.wall)
        let isNew = try journal.blockingThread.runAndWait { [journal] in
            try journal.assumeIsolated { journal in try journal.receive(message) }
        }
        CrashPoint.plateKept.pass()
        return isNew
    }

    /// The reads of this boot that no pass has used up yet.
    func unused(since lastPass: MonotonicTime?) async throws -> [PlateRead] {
        try await journal.trimInbox(keeping: PlateInbox.capacity)
        let from = clock.monotonic().advanced(milliseconds: -PlateInbox.reach)
        let since = max(from, lastPass ?? from)
        return try await journal.inbox(since: since, boot: clock.bootID).flatMap(plates)
    }

    /// The plates in a message, by the first map that finds any: it was kept for one.
    private func plates(in message: InboxMessage) -> [PlateRead] {
        let received = BrokerMessage(
            topic: message.topic, payload: message.payload, isRetained: false)
        for map in maps {
            let decoded = map.decode(
                received, arrival: message.wall, monotonic: message.monotonic)
            let plates = decoded.compactMap { item -> PlateRead? in
                if case .plate(let read) = item { read } else { nil }
            }
            if !plates.isEmpty { return plates }
        }
        return []
    }
}
