import Foundation
import HTTPListening
import TestKit
import Testing

@testable import ControlServer

/// The description says what is answered, no more and no less.
@Suite("What the description of the control API says")
struct DescriptionTests {
    /// Samples of every part: one with every key, one with as few as there can be.
    private static var samples: [any AnswerPart] {
        var full = SampleSite.fine
        full.scale.trouble = "drift"
        full.delivery?.lastTrouble = "away"
        full.troubles = SampleSite.troubled.troubles
        let page = SampleSite.rows(PageQuestion(from: 1, limit: 2), of: 5)
        let rest = SampleSite.rows(PageQuestion(from: 5, limit: 2), of: 5)
        return [
            full, SiteStatus(), full.gateway, GatewayStatus(), full.scale, BridgeStatus(),
            full.sensors[0], SensorStatus(), full.weighing, WeighingStatus(),
            SampleSite.journal, JournalStatus(), full.delivery ?? DeliveryStatus(),
            DeliveryStatus(), SampleSite.trust, TrustStatus(),
            full.clock, ClockStatus(), full.disk, full.brokers[0], full.process,
            full.troubles[0], page, rest, page.entries[1], page.entries[0],
            WeighingsPage(
                weighing: full.weighing, vehiclesOnSite: 1, entries: page.entries, next: 3),
            WeighingsPage(weighing: WeighingStatus(), vehiclesOnSite: 0, entries: [], next: nil),
            ReadingsAnswer(scale: full.scale, sensors: full.sensors, brokers: full.brokers),
            TroublesAnswer(troubles: full.troubles), HealthAnswer(standing: ["weighing"]),
            ReadyAnswer(ready: true, troubles: []), ReloadAnswer(text: "done"),
            FaultAnswer(error: "no"),
        ]
    }

    private func keys(of sample: any AnswerPart) throws -> Set<String> {
        let json = try JSONSerialization.jsonObject(with: Data(JSONBytes.of(sample)))
        return Set(try #require(json as? [String: Any]).keys)
    }

    @Test("every key that is written is described, and every key described is written")
    func keys() throws {
        var written: [String: Set<String>] = [:]
        for sample in Self.samples {
            let (part, keys) = (type(of: sample), try keys(of: sample))
            let always = Set(part.fields.filter { !$0.isOptional }.map(\.name))
            #expect(keys.isSuperset(of: always), "\(part)")
            written[part.title, default: []].formUnion(keys)
        }
        #expect(Set(written.keys) == Set(ControlDescription.schemas.parts.keys))
        for (title, part) in ControlDescription.schemas.parts {
            #expect(written[title] == Set(part.fields.map(\.name)), "\(title)")
        }
    }

    @Test("a key that may be left out is left out where nothing is known")
    func optionalKeys() throws {
        for sample in Self.samples where try keys(of: sample).count < type(of: sample).fields.count
        {
            let missing = Set(type(of: sample).fields.map(\.name)).subtracting(
                try keys(of: sample))
            let optional = Set(type(of: sample).fields.filter(\.isOptional).map(\.name))
            #expect(missing.isSubset(of: optional), "\(type(of: sample))")
        }
    }

    @Test("keys are snake_case, and none of them has a place for a person")
    func spelling() {
        let people = ["plate", "driver", "person", "operator", "party", "contract"]
        for part in ControlDescription.schemas.parts.values {
            for field in part.fields {
                #expect(field.name.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
                #expect(!people.contains { field.name.contains($0) })
            }
        }
    }

    @Test("a state that was written is read back as it was")
    func roundTrip() throws {
        for site in [SampleSite.fine, SampleSite.troubled, SampleSite.waiting, SiteStatus()] {
            let bytes = JSONBytes.of(site)
            #expect(try JSONDecoder().decode(SiteStatus.self, from: Data(bytes)) == site)
        }
    }

    @Test("the file that is shipped is what the server says of itself")
    func shipped() async throws {
        let file = Checkout.root.appendingPathComponent("Config/schema/openapi.json")
        let kept = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let told = try await ControlKit.run { kit in try await kit.ask("/v1/openapi.json") }
        #expect(told.status == 200)
        #expect(NSDictionary(dictionary: told.json) == kept as? NSDictionary)
    }

    @Test(
        "a validator of OpenAPI 3.1 finds nothing wrong",
        .enabled(if: Peer.isPresent, "'make test' installs it into .venv"))
    func validator() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("openapi.json")
        try Data(ControlDescription.json).write(to: URL(fileURLWithPath: file))
        let told = try await Program.run(
            [Peer.script("openapi.py"), file], executable: Peer.python)
        #expect(told.status == 0, "\(told)")
        #expect(told.output == "3.1.0, \(ControlRoute.all.count) addresses\n")
    }
}
