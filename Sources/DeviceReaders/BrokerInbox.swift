import DeviceMaps
import Intake
import Mosquitto
import Synchronization

/// What the client's thread and the readers of a `BrokerReader` share.
final class BrokerInbox: Sendable {
    /// Where what came goes on to.
    struct Streams: Sendable {
        let states: AsyncStream<BrokerState>.Continuation
        /// What the broker is to be told.
        let out: AsyncStream<BrokerErrand>.Continuation
    }

    /// What comes as it is, and who takes it.
    struct Letters: Sendable {
        let topic: String
        let take: @Sendable ([UInt8]) -> Void
    }

    static let online = [UInt8]("online".utf8)
    static let offline = [UInt8]("offline".utf8)

    private let map: BrokerMap
    private let clock: SiteClock
    private let statusTopic: String?
    private let streams: Streams
    private let commit: @Sendable (BrokerEvent) throws -> Bool
    private let hand: @Sendable (BrokerItem, _ topic: String?) -> Void
    private let letters: Letters?
    private let board: Mutex<SensorBoard>
    private let host: Mutex<SparkplugHost>
    private let duplicates = Mutex(DuplicateFilter())
    private let strays = Mutex(DuplicateFilter())
    /// Whether any sensor belongs to an edge node.
    private let hasNodes: Bool
    private let isConnected = Mutex(false)

    init(
        map: BrokerMap, clock: SiteClock, statusTopic: String?, streams: Streams,
        commit: @escaping @Sendable (BrokerEvent) throws -> Bool,
        hand: @escaping @Sendable (BrokerItem, _ topic: String?) -> Void, letters: Letters?
    ) {
        self.letters = letters
        (self.map, self.clock, self.statusTopic) = (map, clock, statusTopic)
        (self.streams, self.commit, self.hand) = (streams, commit, hand)
        board = Mutex(SensorBoard(map))
        host = Mutex(SparkplugHost(map.sparkplugNodes))
        hasNodes = !map.sparkplugNodes.isEmpty
    }

    /// Takes a message, on the client's thread; false when it must not be acknowledged.
    ///
    /// A plate is durable when this returns true: a crash before the acknowledgement only brings
    /// the same message again.
    func take(_ message: MQTTMessage) -> Bool {
        if let letters, message.topic == letters.topic {
            letters.take(message.payload)
            return true
        }
        let monotonic = clock.monotonic()
        let received = BrokerMessage(
            topic: message.topic, payload: message.payload, isRetained: message.isRetained)
        let key = map.duplicateKey(of: received)
        let items = decoded(received, at: monotonic)
        let plate = items.lazy.compactMap { if case .plate(let read) = $0 { read } else { nil } }
            .first
        let isNew: Bool
        if let plate {
            do {
                isNew = try commit(BrokerEvent(plate: plate, message: received, key: key))
            } catch {
                hand(.refused(reason: "a plate was not stored: \(error)"), nil)
                return false
            }
        } else {
            isNew = key.map { key in duplicates.withLock { $0.isNew(key) } } ?? true
        }
        guard isNew else {
            hand(.ignored(reason: "\(message.topic.prefix(80)): heard before"), nil)
            return true
        }
        for item in items {
            let item = kept(item, at: monotonic)
            // Of the others nobody asks under which topic they came.
            let topic = if case .refused = item { pattern(of: message.topic) } else { String?.none }
            hand(item, topic)
        }
        if case .ignored? = items.first, items.count == 1 { strayTopic(message.topic) }
        return true
    }

    /// A topic that no map speaks of is left from an earlier configuration: the broker keeps
    /// subscriptions of a session for ever.
    private func strayTopic(_ topic: String) {
        guard pattern(of: topic) == nil, strays.withLock({ $0.isNew(topic) }) else { return }
        streams.out.yield(.unsubscribe(topic))
        hand(
            .refused(
                reason: "\(topic.prefix(80)) comes and no map speaks of it: left from an earlier "
                    + "configuration; where it comes by a wildcard, another client_id forgets it"),
            nil)
    }

    /// The topic of the map, with its wildcards, under which a message came; nil for none.
    private func pattern(of topic: String) -> String? {
        map.topics.first { TopicPattern($0)?.matches(topic) ?? false }
    }

    /// Takes the news of the connection, on the client's thread.
    func take(isConnected: Bool, reason: String) {
        streams.states.yield(isConnected ? .connected : .away(reason: reason))
        let wasConnected = self.isConnected.withLock { state in
            defer { state = isConnected }
            return state
        }
        guard isConnected, !wasConnected else { return }
        if let statusTopic {
            streams.out.yield(
                .publish(
                    BrokerPublication(topic: statusTopic, payload: Self.online, isRetained: true)))
        }
        let (now, wall) = (clock.monotonic(), clock.wall())
        for request in host.withLock({ $0.connected(at: now, wall: wall) }) {
            streams.out.yield(.publish(request))
        }
    }

    func sensors() -> [SensorReading] {
        let (now, wall) = (clock.monotonic(), clock.wall())
        return board.withLock { $0.readings(at: now, wall: wall) }
    }

    func complain(_ reason: String) {
        hand(.refused(reason: reason), nil)
    }

    func finish() {
        streams.states.finish()
        streams.out.finish()
    }

    private func decoded(_ message: BrokerMessage, at now: MonotonicTime) -> [BrokerItem] {
        let wall = clock.wall()
        guard hasNodes, message.topic.hasPrefix(SparkplugHost.prefix) else {
            return map.decode(message, arrival: wall, monotonic: now)
        }
        return host.withLock { $0.receive(message, at: now, wall: wall) }.flatMap { action in
            if case .ask(let request) = action { streams.out.yield(.publish(request)) }
            return map.items(of: action, arrival: wall)
        }
    }

    /// Puts an item on the board; what came of it.
    private func kept(_ item: BrokerItem, at now: MonotonicTime) -> BrokerItem {
        switch item {
        case .sensor(let reading):
            board.withLock { $0.take(reading, at: now) } ? item : tooMany(reading.name)
        case .availability(let word):
            board.withLock { $0.take(word) } ? item : tooMany(word.sensor)
        case .plate, .ignored, .refused: item
        }
    }

    private func tooMany(_ name: String) -> BrokerItem {
        .refused(reason: "\(name): more than \(SensorBoard.mostDevices) devices of one sensor")
    }
}
