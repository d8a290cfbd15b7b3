package import HTTPListening

/// How much of anything the control server takes before it says no.
package struct ControlLimits: Hashable, Sendable {
    /// What each listener takes.
    package var listener = HTTPListener.Limits()
    /// The largest body, bytes; no question needs one.
    package var bodyBytes = 65_536
    /// How long a body may take.
    package var read = Duration.seconds(10)
    /// How long an answer may take, from the question's last byte to the answer's: a reload tries
    /// devices before it answers.
    package var answer = Duration.seconds(70)
    /// How long one event may take to be sent.
    package var event = Duration.seconds(10)
    /// The pause between two signs of life to who listens to events.
    package var keepAlive = Duration.seconds(15)
    /// What a connection whose body was too large may still send before it is closed.
    package var linger = Duration.seconds(2)
    /// The pause before an address that could not be listened on is tried again.
    package var retry = Duration.seconds(30)

    package init() {}
}
