import Foundation
import Mosquitto
import Synchronization
import TestKit
import Testing
import Threads

/// The tests block on the client's thread, so they run on one of their own, not on the pool.
private func offThePool(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await BlockingThread(name: "test").run(body)
}

private func client(
    _ id: String, _ inbox: Inbox,
    isStored: @escaping @Sendable (MQTTMessage) -> Bool = { _ in true }
) throws -> MosquittoClient {
    try MosquittoClient(
        id: id, cleanSession: false, retry: .milliseconds(50),
        onMessage: {
            inbox.take($0)
            return isStored($0)
        },
        onStateChange: inbox.note)
}

@Suite(
    "The broker's messages reach the journal",
    .enabled(if: TestBroker.isInstalled, "mosquitto is not installed here"))
struct MosquittoClientTests {
    @Test("a plate that is published reaches the subscriber with its bytes")
    func published() async throws {
        try await offThePool {
            let broker = try TestBroker()
            let inbox = Inbox()
            let reader = try client("reader", inbox)
            try reader.subscribe("gate/+/plate")
            reader.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: true))
            try reader.publish("gate/north/plate", Array("沪A12345".utf8))
            #expect(inbox.texts(1) == ["沪A12345"])
            reader.stop()
        }
    }

    @Test("what was published while the client was away arrives when it is back")
    func away() async throws {
        try await offThePool {
            let broker = try TestBroker()
            let inbox = Inbox()
            let first = try client("gateway", inbox)
            try first.subscribe("plates")
            first.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: true))
            try first.publish("plates", Array("before".utf8))
            #expect(inbox.texts(1) == ["before"])
            first.stop()

            let elsewhere = Inbox()
            let camera = try client("camera", elsewhere)
            camera.connect(host: "127.0.0.1", port: broker.port)
            #expect(elsewhere.waits(forConnected: true))
            for text in ["one", "two", "three"] { try camera.publish("plates", Array(text.utf8)) }
            try camera.subscribe("done")
            try camera.publish("done", Array("done".utf8))
            #expect(elsewhere.texts(1) == ["done"])
            camera.stop()

            let back = try client("gateway", inbox)
            try back.subscribe("plates")
            back.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.texts(4) == ["before", "one", "two", "three"])
            back.stop()
        }
    }

    @Test("a message that could not be stored comes again, and the next ones after it")
    func refused() async throws {
        try await offThePool {
            let broker = try TestBroker()
            let refusals = Mutex(2)
            let inbox = Inbox()
            let reader = try client("gateway", inbox) { message in
                guard message.payload == Array("two".utf8) else { return true }
                return refusals.withLock { left in
                    defer { left -= 1 }
                    return left <= 0
                }
            }
            try reader.subscribe("plates")
            reader.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: true))
            try reader.publish("plates", Array("one".utf8))
            // It is here, so the broker knows the subscription.
            #expect(inbox.texts(1) == ["one"])
            let elsewhere = Inbox()
            let camera = try client("camera", elsewhere)
            camera.connect(host: "127.0.0.1", port: broker.port)
            for text in ["two", "three"] { try camera.publish("plates", Array(text.utf8)) }
            // "one" may come again as well: its acknowledgement went down with the connection.
            let texts = inbox.texts(until: "three").filter { $0 != "one" }
            #expect(texts == ["two", "two", "two", "three"])
            #expect(inbox.texts.first == "one")
            #expect(inbox.reasons.contains("a message could not be stored"))
            camera.stop()
            reader.stop()
        }
    }

    @Test("a message refused at the end of one run is delivered to the next")
    func refusedThenRestarted() async throws {
        try await offThePool {
            let broker = try TestBroker()
            let inbox = Inbox()
            let full = try client("gateway", inbox) { _ in false }
            try full.subscribe("plates")
            full.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: true))
            try full.publish("plates", Array("kept".utf8))
            #expect(inbox.texts(1).first == "kept")
            full.stop()
            // The broker too starts anew: the message waits on its disk.
            broker.stop()
            try broker.start()
            let later = Inbox()
            let emptied = try client("gateway", later)
            emptied.connect(host: "127.0.0.1", port: broker.port)
            #expect(later.texts(1) == ["kept"])
            emptied.stop()
        }
    }

    @Test("a broker that is away at the start, and again later, is found when it comes")
    func lateBroker() async throws {
        try await offThePool {
            let broker = try TestBroker(isRunning: false)
            let inbox = Inbox()
            let reader = try client("gateway", inbox)
            try reader.subscribe("plates")
            reader.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forReason: "Connection refused"))
            try reader.publish("plates", Array("waited".utf8))
            try broker.start()
            #expect(inbox.texts(1) == ["waited"])
            broker.stop()
            #expect(inbox.waits(forConnected: false))
            try broker.start()
            #expect(inbox.waits(forConnected: true))
            try reader.publish("plates", Array("again".utf8))
            // At least once: what the broker had not yet noted as acknowledged comes again.
            #expect(inbox.texts(until: "again").filter { $0 != "waited" } == ["again"])
            reader.stop()
        }
    }

    @Test("a stop ends within a second: connected, waiting to connect, or in a handler")
    func stop() async throws {
        try await offThePool {
            let broker = try TestBroker()
            let clock = ContinuousClock()
            let inbox = Inbox()
            let connected = try client("one", inbox)
            connected.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: true))
            #expect(clock.measure { connected.stop() } < .seconds(1))

            let nobody = Inbox()
            let waiting = try MosquittoClient(
                id: "two", cleanSession: false, retry: .seconds(20), onMessage: { _ in true },
                onStateChange: nobody.note)
            waiting.connect(host: "127.0.0.1", port: try FreePort.next())
            #expect(nobody.waits(forConnected: false))
            #expect(clock.measure { waiting.stop() } < .seconds(1))

            let release = Monitor(false)
            let busy = Inbox()
            let blocked = try client("three", busy) { _ in release.wait { $0 ? true : nil } }
            try blocked.subscribe("plates")
            blocked.connect(host: "127.0.0.1", port: broker.port)
            #expect(busy.waits(forConnected: true))
            try blocked.publish("plates", [1])
            #expect(busy.texts(1).count == 1)
            #expect(clock.measure { blocked.stop() } < .milliseconds(1500))
            release.with { $0 = true }
        }
    }

    @Test("a client that is only let go of, without a stop, leaves the broker")
    func letGo() async throws {
        try await offThePool {
            let broker = try TestBroker()
            let inbox = Inbox()
            var reader: MosquittoClient? = try client("gone", inbox)
            reader?.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: true))
            reader = nil
            let deadline = ContinuousClock().now + .seconds(5)
            while !broker.log.contains("Client gone disconnected"), ContinuousClock().now < deadline
            {
                usleep(10_000)
            }
            #expect(broker.log.contains("Client gone disconnected"))
        }
    }

    @Test("a topic MQTT does not allow, and QoS 2, are refused at once")
    func invalid() throws {
        let reader = try client("reader", Inbox())
        #expect(throws: MosquittoError.self) { try reader.subscribe("gate/#/plate") }
        #expect(throws: MosquittoError.self) { try reader.subscribe("plates", qos: 2) }
        #expect(throws: MosquittoError.self) { try reader.publish("gate/+", [1]) }
        let refused = #expect(throws: MosquittoError.self) {
            try reader.publish("plates", [1], qos: 0)
        }
        #expect(refused?.code == .notConnected)
    }

    @Test(
        "a client id the library would refuse costs no descriptor of the process",
        arguments: ["", "gate\u{1}"])
    func refusedID(id: String) throws {
        // The lowest free number: descriptor 0 itself where the tests were started without one.
        let spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { if spare > 0 { close(spare) } }
        var (before, after) = (stat(), stat())
        try #require(fstat(0, &before) == 0)
        for isClean in [true, false] {
            #expect(throws: MosquittoError.self) {
                try MosquittoClient(id: id, cleanSession: isClean, onMessage: { _ in true })
            }
        }
        #expect(fstat(0, &after) == 0)
        #expect(before.st_ino == after.st_ino)
    }
}
