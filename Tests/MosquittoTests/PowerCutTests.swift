import Glibc
import Mosquitto
import TestKit
import Testing
import Threads

@Suite(
    "A message is acknowledged only when its handler has returned",
    .enabled(if: TestBroker.isInstalled, "mosquitto is not installed here"))
struct PowerCutTests {
    @Test("a program that dies inside the handler is sent the message again")
    func diesInside() async throws {
        let broker = try TestBroker()
        // The order of handler and acknowledgement is libmosquitto's inner working; this holds it.
        await #expect(processExitsWith: .exitCode(3)) { [port = broker.port as UInt16] in
            let reader = try MosquittoClient(
                id: "gateway", cleanSession: false,
                onMessage: { _ in
                    // Time enough for an acknowledgement to leave, if any thread would send one.
                    usleep(200_000)
                    _exit(3)
                })
            try reader.subscribe("plates")
            reader.connect(host: "127.0.0.1", port: port)
            while true {
                // Not retained, so it must be sent after the subscription; the first one counts.
                try reader.publish("plates", Array("kept".utf8))
                usleep(50_000)
            }
        }
        #expect(broker.log.contains("Sending PUBLISH to gateway"))
        #expect(!broker.log.contains("Received PUBACK from gateway"))
        let inbox = Inbox()
        let reader = try MosquittoClient(
            id: "gateway", cleanSession: false,
            onMessage: {
                inbox.take($0)
                return true
            })
        reader.connect(host: "127.0.0.1", port: broker.port)
        let texts = await BlockingThread(name: "test").run { inbox.texts(1) }
        #expect(texts.first == "kept")
        reader.stop()
    }
}
