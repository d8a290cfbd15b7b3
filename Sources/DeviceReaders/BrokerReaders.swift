package import Intake
import Synchronization

/// Listens to all of a site's brokers as if they were one.
///
/// Cameras often have a broker of their own, in a network of their own.
package final class BrokerReaders: Sendable {
    /// Connected when every broker is, away as soon as one is, newest last; ends when `run` does.
    package let states: AsyncStream<BrokerState>

    private let readers: [BrokerReader]
    private let stateSource: AsyncStream<BrokerState>.Continuation
    private let known: Mutex<[BrokerState?]>

    /// Readers that are not connected yet; their maps must not name one sensor twice.
    package init(_ readers: [BrokerReader]) {
        self.readers = readers
        (states, stateSource) = AsyncStream<BrokerState>.makeStream(
            bufferingPolicy: .bufferingNewest(16))
        known = Mutex(readers.map { _ in nil })
    }

    /// Every sensor of every map as it stands now, the ones that never spoke included.
    package func sensors() -> [SensorReading] {
        readers.flatMap { $0.sensors() }
    }

    /// Each broker by its name, and whether it is connected.
    package var connections: [(name: String, isConnected: Bool)] {
        known.withLock { known in
            zip(readers, known).map { ($0.name, $1 == .connected) }
        }
    }

    /// Listens until cancelled; call it once.
    package func run() async throws {
        defer { stateSource.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, reader) in readers.enumerated() {
                group.addTask { try await reader.run() }
                group.addTask { [self] in
                    for await state in reader.states { take(state, of: index) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func take(_ state: BrokerState, of index: Int) {
        let whole = known.withLock { known in
            known[index] = state
            return Self.whole(known, names: readers.map(\.name))
        }
        if let whole { stateSource.yield(whole) }
    }

    /// How all brokers stand; nil while one that was not heard of yet may decide it.
    private static func whole(_ states: [BrokerState?], names: [String]) -> BrokerState? {
        var reasons: [String] = []
        for (name, state) in zip(names, states) {
            guard case .away(let reason)? = state else { continue }
            reasons.append(states.count == 1 ? reason : "\(name): \(reason)")
        }
        guard reasons.isEmpty else { return .away(reason: reasons.joined(separator: "; ")) }
        return states.allSatisfy { $0 == .connected } ? .connected : nil
    }
}
