import DeviceMaps
import Foundation
import Intake
import Mosquitto
import Synchronization
import TestKit
import Testing
import YAML

@testable import DeviceReaders

/// Eclipse Paho, an MQTT client by somebody else's hand, speaks to ours through a real broker.
@Suite(
    "An independent MQTT client",
    .enabled(
        if: TestBroker.isInstalled && Peer.isPresent && TestAuthority.isInstalled,
        "mosquitto, openssl or the peers' libraries are not here: 'make test' installs them"),
    .timeLimit(.minutes(2)))
struct BrokerPeerTests {
    private static let text = """
        plates: {topic: frigate/tracked_object_update, format: frigate}
        sensors:
          - {name: plain, topic: paho/plain, payload: plain, kind: temperature, unit: Cel, max_age: 60}
          - {name: json, topic: paho/json, value: /t/air, kind: temperature, unit: Cel, max_age: 60}
          - {name: senml, topic: paho/senml, payload: senml-json, record: "yard:pit",
             kind: moisture, unit: "%RH", max_age: 60}
          - {name: cbor, topic: paho/cbor, payload: senml-cbor, record: "yard:gas",
             kind: other, unit: ppm, max_age: 60}
        """

    private func reader(
        _ broker: TestBroker, _ authority: TestAuthority,
        _ commit: @escaping @Sendable (BrokerEvent) -> Bool
    ) throws -> HeardBroker {
        var settings = BrokerReader.Settings(
            host: "localhost", port: broker.port, clientID: "agent")
        settings.retry = .milliseconds(50)
        settings.protection = .certificates(
            authorities: authority.certificate, certificate: nil, key: nil)
        settings.statusTopic = "site/agent"
        return try HeardBroker(
            map: BrokerMap(parsing: YAML.parse([UInt8](Self.text.utf8), file: "site.yaml")),
            settings: settings, commitEvent: commit)
    }

    @Test("what Paho publishes over TLS is read to the last digit, and our status is heard by it")
    func paho() async throws {
        let authority = try TestAuthority(host: "DNS:localhost")
        let broker = try TestBroker(door: .certificates(authority, asksForOwn: false))
        let plates = Mutex<[String]>([])
        let reader = try reader(broker, authority) { event in
            plates.withLock { $0.append(event.plate.plate.text) }
            return true
        }
        let port = "\(broker.port)"
        let watcher = try Program(
            [Peer.script("publisher.py"), port, authority.certificate, "watch", "site/agent"],
            executable: Peer.python)
        defer { watcher.destroy() }
        try await watcher.prints("listening")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            try await watcher.prints("online")
            let now = ReaderKit.clock.wall().seconds
            try await until("everything is read") {
                let sent = try await Program.run(
                    [Peer.script("publisher.py"), port, authority.certificate, "\(now)"],
                    executable: Peer.python)
                #expect(sent.output.contains("published 6"), "\(sent)")
                return reader.sensors().allSatisfy { $0.quality == .good }
            }
            #expect(reader.sensors().map(\.numberText) == ["23.40", "-4.5", "41.5", "7"])
            #expect(Set(plates.withLock { $0 }) == ["沪A12345", "BWH4711"])
            group.cancelAll()
        }
        try await watcher.prints("live offline")
    }
}
