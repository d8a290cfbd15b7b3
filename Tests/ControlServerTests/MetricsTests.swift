import Foundation
import TestKit
import Testing

@testable import ControlServer

/// The figures as the library reads them that Prometheus' own people wrote for Python.
@Suite(
    "The figures for Prometheus",
    .enabled(if: Peer.isPresent, "'make test' installs its reader into .venv"))
struct MetricsTests {
    private struct Family: Decodable {
        struct Sample: Decodable {
            let name: String
            let labels: [String: String]
            let value: Double
        }

        let name: String
        let type: String
        let help: String
        let samples: [Sample]
    }

    private func read(_ site: SiteStatus) async throws -> [String: Family] {
        let folder = try TemporaryDirectory()
        let file = folder.file("metrics")
        try MetricsText.of(site.metrics).write(toFile: file, atomically: true, encoding: .utf8)
        let told = try await Program.run(
            [Peer.script("metrics.py"), file], executable: Peer.python)
        try #require(told.status == 0, "\(told)")
        let families = try JSONDecoder().decode([Family].self, from: Data(told.output.utf8))
        return Dictionary(families.map { ($0.name, $0) }) { first, _ in
            Issue.record("\(first.name) is there twice")
            return first
        }
    }

    @Test("every figure is read with its type, its help and its value")
    func values() async throws {
        let families = try await read(SampleSite.fine)
        #expect(families.count == SampleSite.fine.metrics.filter { !$0.samples.isEmpty }.count)
        func value(_ name: String) -> Double? { families[name]?.samples.first?.value }
        #expect(value("weighpost_scale_weight_kilograms") == 24_860)
        #expect(value("weighpost_scale_reading_age_seconds") == 0.098)
        #expect(value("weighpost_delivery_waiting_entries") == 12)
        #expect(
            value("weighpost_trust_expiry_timestamp_seconds")
                == Double(SampleSite.now + 7_776_000))
        #expect(value("process_start_time_seconds") == Double(SampleSite.now - 1_053_000))
        #expect(value("process_resident_memory_bytes") == 29_400_000)
        // The reader takes "_total" off a counter's name and leaves it on its samples.
        let entries = families["weighpost_journal_entries"]
        #expect(entries?.type == "counter")
        #expect(entries?.samples.first?.name == "weighpost_journal_entries_total")
        #expect(entries?.samples.first?.value == 18_204)
        let build = families["weighpost_build_info"]?.samples.first
        #expect(build?.labels["version"] == "1.4.0")
        #expect(build?.value == 1)
        #expect(families.values.allSatisfy { !$0.help.isEmpty && $0.type != "unknown" })
    }

    @Test("what was not looked at is left out: no counter falls because a disk is full")
    func waiting() {
        let names = SampleSite.waiting.metrics.filter { !$0.samples.isEmpty }.map(\.name)
        #expect(names.contains("weighpost_ready") && names.contains("weighpost_disk_free_bytes"))
        for part in [
            "scale", "sensor", "broker", "vehicles", "journal", "delivery", "upstream", "trust",
        ] {
            #expect(!names.contains { $0.hasPrefix("weighpost_\(part)") }, "\(part)")
        }
        var unread = SampleSite.fine
        unread.journal = nil
        #expect(!unread.metrics.contains { $0.name == "weighpost_journal_entries_total" })
        #expect(unread.metrics.contains { $0.name == "weighpost_scale_connected" })
    }

    @Test("names follow the conventions: base units, one prefix, and total only for counters")
    func names() {
        let notBase = ["_ms", "_kg", "_milliseconds", "_minutes", "_kilobytes", "_percent"]
        for family in SampleSite.troubled.metrics {
            #expect(family.name.wholeMatch(of: /(weighpost|process)_[a-z_]+/) != nil)
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            #expect(!notBase.contains { family.name.hasSuffix($0) }, "\(family.name)")
        }
    }

    @Test("a label holds whatever a device is called")
    func labels() async throws {
        let name = "a\"b\\c\nd{e=\"f\"} 1 µ 秤 #"
        var site = SampleSite.fine
        site.sensors[0].name = name
        site.sensors[0].value = -0.000_012
        site.gateway.version = "\\"
        let families = try await read(site)
        let sample = families["weighpost_sensor_value"]?.samples.first
        #expect(sample?.labels["sensor"] == name)
        #expect(sample?.value == -0.000_012)
        #expect(families["weighpost_build_info"]?.samples.first?.labels["version"] == "\\")
    }

    @Test("of a few states exactly one is so, and what is not known is left out")
    func states() async throws {
        let families = try await read(SampleSite.troubled)
        let states = try #require(families["weighpost_trust_state"]).samples
        #expect(states.count == TrustStatus.State.allCases.count)
        #expect(states.filter { $0.value == 1 }.map { $0.labels["state"] } == ["expired"])
        #expect(families["weighpost_scale_weight_kilograms"] == nil)
        let troubles = try #require(families["weighpost_troubles"]).samples
        #expect(troubles.map(\.value).reduce(0, +) == 5)
        var odd = SampleSite.fine
        (odd.scale.weightKg, odd.clock.errorMs) = (.nan, .infinity)
        #expect(try await read(odd)["weighpost_clock_error_seconds"]?.samples.count == 1)
    }
}
