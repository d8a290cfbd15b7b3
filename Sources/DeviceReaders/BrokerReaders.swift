package import Intake
import Synchronization

/// Listens to all of a site's brokers as if they were one.
///
/// Cameras often have a broker of their own, in a network of their own.
package final class BrokerReaders: Sendable {
    /// Which broker is connected or away now, in the order in which they said so; ends when `run` does.
    package let states: AsyncStream<(name: String, state: BrokerState)>

    private let readers: [BrokerReader]
    private let stateSource: AsyncStream<(name: String, state: BrokerState)>.Continuation
    private let known: Mutex<[BrokerState?]>

    /// Readers that are not connected yet; their maps must not name one sensor twice.
    package init(_ readers: [BrokerReader]) {
        self.readers = readers
        (states, stateSource) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        known = Mutex(readers.map { _ in nil })
    }

    /// Every sensor of every map as it stands now, the ones that never spoke included.
    package func sensors() -> [SensorReading] {
        standings.map(\.sensor)
    }

    /// Every sensor of every map as it stands now, and whether its broker is connected.
    package var standings: [(sensor: SensorReading, isConnected: Bool)] {
        let known = known.withLock { $0 }
        return zip(readers, known).flatMap { reader, state in
            reader.sensors().map { ($0, state == .connected) }
        }
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
        known.withLock { $0[index] = state }
        stateSource.yield((readers[index].name, state))
    }
}
