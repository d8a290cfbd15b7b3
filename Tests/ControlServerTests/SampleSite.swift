import Wire

@testable import ControlServer

/// States of a site, as they come about.
enum SampleSite {
    /// 2026-11-23T14:02:31Z.
    static let now: Int64 = 1_795_442_551

    static func time(ago seconds: Int64) -> String {
        Timestamp(seconds: now - seconds, nanoseconds: 0)?.rfc3339 ?? ""
    }

    /// Everything works, and every key is there.
    static var fine: SiteStatus {
        var site = SiteStatus()
        site.gateway.id = "https://site.example/gateways/bridge-1"
        (site.gateway.site, site.gateway.version) = ("site-1", "1.4.0")
        (site.gateway.started, site.gateway.uptimeSeconds) = (time(ago: 1_053_000), 1_053_000)
        site.gateway.configurationDigest = String(repeating: "5e", count: 32)
        site.gateway.isReady = true
        (site.scale.id, site.scale.isConnected) = ("bridge-1", true)
        (site.scale.weightKg, site.scale.shown) = (24_860, "24860 kg")
        (site.scale.isStable, site.scale.ageMs) = (true, 98)
        site.sensors = [
            sensor("moisture", "moisture", 31.2, "%"), sensor("gate", "radiation", 36.25, "cps"),
            sensor("bunker", "temperature", 18.4, "°C"),
        ]
        (site.weighing.phase, site.weighing.since) = ("settling", time(ago: 4))
        site.vehiclesOnSite = 3
        (site.journal, site.delivery, site.trust) = (journal, delivery, trust)
        (site.clock.isSynchronized, site.clock.errorMs) = (true, 2.6)
        site.clock.state = "synchronised"
        (site.disk.freeBytes, site.disk.totalBytes) = (41_200_000_000, 58_000_000_000)
        site.brokers = [BrokerStatus(host: "127.0.0.1:1883", isConnected: true)]
        site.process = process
        return site
    }

    static var journal: JournalStatus {
        var journal = JournalStatus()
        journal.entries = 18_204
        journal.lastEntry = time(ago: 20)
        journal.headDigest = "3fa9c01d77e2" + String(repeating: "0", count: 52)
        return journal
    }

    static var delivery: DeliveryStatus {
        var delivery = DeliveryStatus()
        (delivery.deliveredThrough, delivery.waiting) = (18_192, 12)
        (delivery.oldestWaitingSeconds, delivery.batchesInFlight) = (41, 1)
        (delivery.node, delivery.isReachable) = ("http://node-1.example:26657", true)
        return delivery
    }

    static var trust: TrustStatus {
        var trust = TrustStatus()
        (trust.chainID, trust.anchorHeight, trust.provenHeight) = ("waste-1", 1, 1_204_331)
        (trust.provenTime, trust.expires) = (time(ago: 33), time(ago: -7_776_000))
        (trust.state, trust.witnessesAgreeing, trust.witnessesQuorum) = (.fresh, 2, 2)
        return trust
    }

    private static var process: ProcessStatus {
        var process = ProcessStatus()
        (process.rssBytes, process.anonymousBytes) = (29_400_000, 6_100_000)
        (process.openFiles, process.cpuSeconds) = (41, 2_106.25)
        return process
    }

    static func sensor(
        _ name: String, _ kind: String, _ value: Double?, _ unit: String, quality: String = "good"
    ) -> SensorStatus {
        var sensor = SensorStatus()
        (sensor.name, sensor.kind, sensor.value) = (name, kind, value)
        (sensor.unit, sensor.ageMs, sensor.quality) = (unit, 1_200, quality)
        return sensor
    }

    /// Nearly everything is wrong, and the words are long; the other optional keys are there too.
    static var troubled: SiteStatus {
        var site = fine
        site.gateway.isReady = false
        (site.scale.isConnected, site.scale.trouble) = (false, "192.0.2.10:502: Connection refused")
        (site.scale.weightKg, site.scale.shown) = (nil, nil)
        (site.scale.isStable, site.scale.ageMs) = (nil, nil)
        site.sensors[1] = sensor("gate", "radiation", 36.25, "cps", quality: "stale")
        site.sensors += (1...9).map {
            sensor("bunker probe \($0)", "temperature", nil, "°C", quality: "missing")
        }
        (site.delivery, site.trust) = (delayed, over)
        site.clock = ClockStatus()
        (site.disk.freeBytes, site.disk.state) = (31_000_000, .full)
        site.brokers.append(BrokerStatus(host: "192.0.2.20:8883", isConnected: false))
        site.troubles = troubles
        return site
    }

    private static var delayed: DeliveryStatus {
        var delivery = delivery
        (delivery.isReachable, delivery.waiting) = (false, 18_012)
        delivery.oldestWaitingSeconds = 2_592_000
        delivery.lastTrouble = "No route to host; is the node running, and is there a network?"
        return delivery
    }

    private static var over: TrustStatus {
        var trust = trust
        (trust.state, trust.witnessesAgreeing) = (.expired, 1)
        return trust
    }

    /// An agent that waits for room on a disk that has no journal yet.
    static var waiting: SiteStatus {
        var site = SiteStatus()
        (site.gateway.isRunning, site.disk.state) = (false, .full)
        site.scale.id = "bridge-1"
        return site
    }

    private static var troubles: [TroubleStatus] {
        [
            TroubleStatus(
                code: "WP111", since: time(ago: 700),
                text: "the radiation gate has said nothing for 11 minutes",
                whatToDo: "look at the gate's own display, then at its topic: mosquitto_sub -t '#'",
                level: .warning),
            TroubleStatus(
                code: "WP101", since: time(ago: 1_330),
                text: "the scale does not answer: 192.0.2.10:502: Connection refused; trying on",
                whatToDo: "look at the indicator's power and network cable, then 'weighpost probe'",
                level: .error),
            TroubleStatus(
                code: "WP401", since: time(ago: 86_400 * 3),
                text: "the disk is full: nothing can be kept, so nothing is weighed",
                whatToDo: "make room below /var/lib; the journal itself must stay", level: .error),
            TroubleStatus(
                code: "WP211", since: time(ago: 86_400),
                text: "trust in the chain is over: deliveries go out and are not proven",
                whatToDo: "bring a signed checkpoint: weighpost chain trust --checkpoint FILE",
                level: .error),
            TroubleStatus(
                code: "WP402", since: time(ago: 3_000),
                text: "the clock is not set: no time source answers", whatToDo: "",
                level: .warning),
        ]
    }

    /// Entries as a page has them.
    static func rows(_ question: PageQuestion, of count: UInt64) -> EntriesPage {
        let size = UInt64(question.limit)
        let first = question.from ?? (count > size ? count - size + 1 : 1)
        guard first <= count else { return EntriesPage(entries: [], next: nil) }
        let last = min(count, first + size - 1)
        let entries = (first...last).map { seq in
            var row = EntryRow(
                seq: seq, kind: seq % 2 == 0 ? "intake" : "weigh-in",
                id: "0192f3a0-0000-7000-8000-000000000001", time: time(ago: 60),
                digest: String(repeating: "ab", count: 32))
            if seq % 2 == 0 {
                (row.netKg, row.code, row.outcome) = (15_380, "200301", "passed")
                row.state = .delivered
                (row.correctedBy, row.voidedBy) = (seq + 1, seq + 2)
                (row.of, row.event) = (seq, "zero")
            }
            return row
        }
        return EntriesPage(entries: entries, next: last < count ? last + 1 : nil)
    }
}
