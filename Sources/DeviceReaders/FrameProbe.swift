package import DeviceMaps
import Threads

/// Listens to a line by hand, and asks over it only what a map's reads allow.
package struct FrameProbe: Sendable {
    private let connection: SerialConnection

    /// - Parameters:
    ///   - route: the port or the device server.
    ///   - line: how the port is set, where the route does not say.
    ///   - canAsk: whether questions may be sent; else the port is opened so that nothing can be.
    package init(_ route: SerialRoute, line: SerialLine, canAsk: Bool) {
        connection = SerialConnection(
            route, line: line, canWrite: canAsk, timeout: .seconds(1))
    }

    /// What comes in so much time, after the question if there is one.
    package func listen(
        for span: Duration, asking question: [UInt8]? = nil
    ) async throws(SerialError) -> [UInt8] {
        _ = try await connection.open()
        if let question { try await connection.ask(question) }
        let end = ContinuousClock.now + span
        var bytes: [UInt8] = []
        while true {
            let rest = ContinuousClock.now.duration(to: end)
            guard rest > .zero, !Task.isCancelled else { return bytes }
            bytes += try await connection.receive(within: min(rest, .milliseconds(100)))
        }
    }

    /// Lets go of the line.
    package func close() async { await connection.close() }
}
