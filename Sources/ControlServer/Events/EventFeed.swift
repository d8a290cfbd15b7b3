import Synchronization

/// What happens at the gateway, for everybody who listens.
///
/// Nobody who reads slowly holds up who publishes: each listener has room for a few events, and one
/// that falls behind by more is let go. The latest are kept for one who lost the connection and
/// comes again.
package final class EventFeed: Sendable {
    /// What goes to a listener: the bytes of a server-sent event, or of a comment.
    typealias Item = [UInt8]

    /// One who listens: whoever drops it listens no more.
    struct Listener: Sendable {
        let items: AsyncStream<Item>
        fileprivate let place: Place

        /// Whether it was let go because it fell behind; told when `items` has ended.
        var isOverrun: Bool { place.fellBehind.load(ordering: .acquiring) }
    }

    /// Where a listener's events go; it does not keep the listener.
    fileprivate final class Place: Sendable {
        let source: AsyncStream<Item>.Continuation
        let fellBehind = Atomic(false)

        init(_ source: AsyncStream<Item>.Continuation) { self.source = source }

        /// Ends the listener's stream after what there was room for.
        func letGo() {
            fellBehind.store(true, ordering: .releasing)
            source.finish()
        }
    }

    private struct State {
        var places: [UInt64: Place] = [:]
        var lastListener: UInt64 = 0
        var lastEvent: UInt64 = 0
        /// The latest events, the last of them with the number `lastEvent`.
        var recent: [Item] = []

        /// What one who comes now gets first: what happened since an event, or that this is not
        /// known any more.
        func missed(since id: EventID, in run: String) -> [Item] {
            let first = lastEvent + 1 - UInt64(recent.count)
            guard id.run == run, id.number <= lastEvent, id.number + 1 >= first else {
                return [EventText.missed]
            }
            return Array(recent.suffix(Int(lastEvent - id.number)))
        }
    }

    private let state = Mutex(State())
    private let buffer: Int
    private let most: Int
    private let kept: Int
    private let run: String

    /// Room for `buffer` events of each of at most `listeners` listeners; half as many events are
    /// kept for who comes again.
    package init(buffer: Int = 256, listeners: Int = 32) {
        (self.buffer, most, kept) = (buffer, listeners, buffer / 2)
        run = String(UInt32.random(in: 0 ... .max), radix: 36)
    }

    /// Tells every listener; never waits.
    ///
    /// - Parameters:
    ///   - name: the event's stable name, `room.happening`.
    ///   - json: the event as one line of JSON; it names no person.
    package func publish(_ name: String, _ json: String) {
        let behind = state.withLock { state in
            state.lastEvent += 1
            let item = EventText.event(
                name, json, id: EventID(run: run, number: state.lastEvent))
            if kept > 0, state.recent.count == kept { state.recent.removeFirst() }
            if kept > 0 { state.recent.append(item) }
            var behind: [Place] = []
            for (number, place) in state.places {
                guard case .dropped = place.source.yield(item) else { continue }
                state.places.removeValue(forKey: number)
                behind.append(place)
            }
            return behind
        }
        // Outside the lock: the end of a stream calls back.
        for place in behind { place.letGo() }
    }

    /// Gives every listener a sign of life, which nobody has to read.
    func keepAlive() {
        state.withLock { state in
            for place in state.places.values { place.source.yield(EventText.comment) }
        }
    }

    /// A new listener, from here on or from where it was when it lost the connection; nil when as
    /// many listen as may.
    func listen(after id: EventID? = nil) -> Listener? {
        let (items, source) = AsyncStream<Item>.makeStream(
            bufferingPolicy: .bufferingOldest(buffer))
        let place = Place(source)
        let number: UInt64? = state.withLock { state in
            guard state.places.count < most else { return nil }
            state.lastListener += 1
            state.places[state.lastListener] = place
            if let id {
                for item in state.missed(since: id, in: run) { source.yield(item) }
            }
            return state.lastListener
        }
        guard let number else { return nil }
        source.onTermination = { [weak self] _ in self?.leave(number) }
        return Listener(items: items, place: place)
    }

    /// How many listen.
    var listeners: Int { state.withLock { $0.places.count } }

    private func leave(_ number: UInt64) {
        _ = state.withLock { $0.places.removeValue(forKey: number) }
    }
}
