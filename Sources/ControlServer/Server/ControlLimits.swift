/// How much of anything the control server takes before it says no.
package struct ControlLimits: Hashable, Sendable {
    /// Connections of each listener; more wait in the kernel's queue.
    package var connections = 128
    /// The largest body, bytes; no question needs one.
    package var bodyBytes = 65_536
    /// The largest header field, and all of them together, bytes.
    package var fieldBytes = 8_192
    package var headerBytes = 16_384
    package var fields = 64
    /// How long a connection may be silent between two questions, and within a header.
    package var idle = Duration.seconds(15)
    /// How long a body may take.
    package var read = Duration.seconds(10)
    /// How long an answer may take, from the question's last byte to the answer's.
    package var answer = Duration.seconds(30)
    /// How long one event may take to be sent.
    package var event = Duration.seconds(10)
    /// The pause between two signs of life to who listens to events.
    package var keepAlive = Duration.seconds(15)
    /// What a connection whose body was too large may still send before it is closed.
    package var linger = Duration.seconds(2)

    package init() {}
}
