import DeviceMaps
import Intake
import Mosquitto
import Synchronization

/// What the client's thread and the readers of a `BrokerReader` share.
final class BrokerInbox: Sendable {
    private let map: BrokerMap
    private let clock: SiteClock
    private let items: AsyncStream<BrokerItem>.Continuation
    private let states: AsyncStream<BrokerState>.Continuation
    private let commit: @Sendable (BrokerEvent) throws -> Void
    private let board: Mutex<SensorBoard>

    init(
        map: BrokerMap, clock: SiteClock, items: AsyncStream<BrokerItem>.Continuation,
        states: AsyncStream<BrokerState>.Continuation,
        commit: @escaping @Sendable (BrokerEvent) throws -> Void
    ) {
        (self.map, self.clock, self.items, self.states) = (map, clock, items, states)
        self.commit = commit
        board = Mutex(SensorBoard(map))
    }

    /// Takes a message, on the client's thread; false when it must not be acknowledged.
    ///
    /// A plate is durable when this returns true: a crash before the acknowledgement only brings
    /// the same message again.
    func take(_ message: MQTTMessage) -> Bool {
        let monotonic = clock.monotonic()
        let received = BrokerMessage(
            topic: message.topic, payload: message.payload, isRetained: message.isRetained)
        let decoded = map.decode(received, arrival: clock.wall(), monotonic: monotonic)
        for item in decoded {
            switch item {
            case .plate(let plate):
                do {
                    try commit(BrokerEvent(plate: plate, message: received))
                } catch {
                    items.yield(.refused(reason: "a plate was not stored: \(error)"))
                    return false
                }
            case .sensor(let reading):
                guard board.withLock({ $0.take(reading, at: monotonic) }) else {
                    items.yield(tooMany(reading.name))
                    continue
                }
            case .availability(let word):
                guard board.withLock({ $0.take(word) }) else {
                    items.yield(tooMany(word.sensor))
                    continue
                }
            case .ignored, .refused: break
            }
            items.yield(item)
        }
        return true
    }

    private func tooMany(_ name: String) -> BrokerItem {
        .refused(reason: "\(name): more than \(SensorBoard.mostDevices) devices of one sensor")
    }

    func take(isConnected: Bool, reason: String) {
        states.yield(isConnected ? .connected : .away(reason: reason))
    }

    func sensors() -> [SensorReading] {
        let (now, wall) = (clock.monotonic(), clock.wall())
        return board.withLock { $0.readings(at: now, wall: wall) }
    }

    func finish() {
        items.finish()
        states.finish()
    }
}
