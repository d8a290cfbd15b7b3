import Mosquitto
import Threads

/// Collects what a client's handlers are told, and lets a test wait for it.
final class Inbox: Sendable {
    private let contents = Monitor(Contents())

    private struct Contents {
        var texts: [String] = []
        var states: [(isConnected: Bool, reason: String)] = []
    }

    func take(_ message: MQTTMessage) {
        contents.with { $0.texts.append(String(decoding: message.payload, as: UTF8.self)) }
    }

    func note(_ isConnected: Bool, _ reason: String) {
        contents.with { $0.states.append((isConnected, reason)) }
    }

    var texts: [String] { contents.with { $0.texts } }
    var reasons: [String] { contents.with { $0.states.map(\.reason) } }

    /// Waits until that many texts are here; what is here after the patience is over, if not.
    func texts(_ count: Int, within patience: Duration = .seconds(10)) -> [String] {
        contents.wait(atMost: patience) { $0.texts.count >= count ? $0.texts : nil } ?? texts
    }

    /// Waits until such a text is here; what is here after the patience is over, if not.
    func texts(until last: String, within patience: Duration = .seconds(10)) -> [String] {
        contents.wait(atMost: patience) { $0.texts.contains(last) ? $0.texts : nil } ?? texts
    }

    /// Waits until the last state reported is this one.
    func waits(forConnected isConnected: Bool, within patience: Duration = .seconds(10)) -> Bool {
        contents.wait(atMost: patience) {
            $0.states.last?.isConnected == isConnected ? true : nil
        } ?? false
    }

    /// Waits until a state with such a reason was reported.
    func waits(forReason part: String, within patience: Duration = .seconds(10)) -> Bool {
        contents.wait(atMost: patience) {
            $0.states.contains { $0.reason.contains(part) } ? true : nil
        } ?? false
    }
}
