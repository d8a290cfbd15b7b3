import Foundation
import Mosquitto

/// The camera and the sensors of a simulated site, as the broker sees them.
struct SitePublisher {
    private let client: MosquittoClient
    private let topics: SiteTopics

    /// Nil for a site without a broker.
    init?(_ settings: SiteLabSettings) throws(MosquittoError) {
        guard let port = settings.brokerPort else { return nil }
        client = try MosquittoClient(
            id: "site-\(UUID().uuidString.prefix(8))", cleanSession: true,
            retry: .milliseconds(200), onMessage: { _ in true })
        topics = settings.topics
        client.connect(host: settings.brokerHost, port: port)
    }

    /// Sends what an event makes visible, if anything.
    ///
    /// A camera repeats a plate that the broker did not take (QoS 1); a sensor's value is replaced
    /// by its next one.
    func publish(_ event: SiteEvent) throws(MosquittoError) {
        let now = Date()
        switch event {
        case .plateRead(let sighting):
            try client.publish(topics.plates, SitePayloads.plate(sighting, now: now), qos: 1)
        case .sensors(let sample):
            let values = [
                (topics.moisture, SitePayloads.moisture(sample, now: now)),
                (topics.radiation, SitePayloads.radiation(sample, now: now)),
            ]
            for (topic, payload) in values {
                do {
                    try client.publish(topic, payload, qos: 0)
                } catch  where error.code == .notConnected {
                    // The broker is away; the next value comes in a second.
                }
            }
        default: break
        }
    }

    func stop() {
        client.stop()
    }
}
