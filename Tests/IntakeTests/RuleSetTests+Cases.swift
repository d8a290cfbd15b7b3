import Testing

@testable import Intake

extension RuleSetTests {
    static let weights: [RuleCase] = [
        RuleCase(.netArithmetic, .rejected, "one gram too much") { load, _ in
            load.net = load.net + .grams(1)
        },
        RuleCase(.netArithmetic, .rejected, "one gram too little") { load, _ in
            load.net = load.net - .grams(1)
        },
        RuleCase(.netArithmetic, .rejected, "a gross that was never shown") { load, _ in
            (load.gross, load.net) = (load.gross + .grams(1), load.net + .grams(1))
        },
        RuleCase(.netArithmetic, .rejected, "a display beyond any scale") { load, _ in
            load.weighIn = Site.pass(.max)
        },
        RuleCase(.positiveMasses, .rejected, "nothing was left") { load, _ in
            load = weighing(load, 9_480, 9_480)
        },
        RuleCase(.positiveMasses, .passed, "one gram was left") { load, _ in
            load.net = .grams(1)
        },
        RuleCase(.positiveMasses, .rejected, "a tare of nothing") { load, _ in
            load = weighing(load, 9_480, 0)
        },
        RuleCase(.positiveMasses, .rejected, "an outgoing load") { load, _ in
            load = weighing(load, 9_480, 24_860)
        },
        RuleCase(.stableInRange, .passed, "a gross of Min") { load, _ in
            load = weighing(load, 400, 380)
        },
        RuleCase(.stableInRange, .rejected, "a gross just below Min") { load, limits in
            load = weighing(load, 400, 380)
            limits.minimumGross = .grams(400_001)
        },
        RuleCase(.stableInRange, .passed, "a gross of Max") { load, _ in
            load = weighing(load, 50_000, 9_480)
        },
        RuleCase(.stableInRange, .rejected, "a gross just above Max") { load, limits in
            load = weighing(load, 50_000, 9_480)
            limits.maximumGross = .grams(49_999_999)
        },
        RuleCase(.stableInRange, .rejected, "the flag was not there at the weigh-out") {
            load, _ in
            load.weighOut = Site.pass(9_480, at: 1_600, isStable: false)
        },
        RuleCase(.stableInRange, .flagged, "within the legal range only") { load, _ in
            load.weighIn = Site.pass(24_860, quality: .wide)
        },
    ]

    static let traces: [RuleCase] = [
        RuleCase(.duplicate, .held, "the same net ten minutes ago", recent: [recent(1_000)]),
        RuleCase(.duplicate, .passed, "a second more than ten minutes", recent: [recent(999)]),
        RuleCase(.duplicate, .held, "a clock that was set back", recent: [recent(2_200)]),
        RuleCase(.duplicate, .passed, "far in the future", recent: [recent(2_201)]),
        RuleCase(.duplicate, .passed, "beyond all time", recent: [recent(.min)]),
        RuleCase(.duplicate, .passed, "another net", recent: [recent(1_500, net: 15_360)]),
        RuleCase(.duplicate, .passed, "another vehicle", recent: [recent(1_500, "B-WH 4712")]),
        RuleCase(.duplicate, .passed, "itself", recent: [recent(1_600, visit: Site.visit(1))]),
        RuleCase(
            .duplicate, .held, "the same vehicle in another spelling",
            recent: [recent(1_500, "bwh 47-11")]),
        RuleCase(.duplicate, .notApplicable, "no plate", recent: [recent(1_500)]) { load, _ in
            load.plate = nil
        },
        RuleCase(.ghostLoad, .passed, "two rises and no plate") { load, _ in load.plate = nil },
        RuleCase(.ghostLoad, .flagged, "a plate and one rise") { load, _ in
            load.weighOut = Site.pass(9_480, at: 1_600, rampSeen: false)
        },
        RuleCase(.ghostLoad, .rejected, "no rise and no plate") { load, _ in
            load.weighIn = Site.pass(24_860, rampSeen: false)
            load.plate = nil
        },
        RuleCase(.codeOnPermit, .passed, "a star in print") { _, limits in
            limits.permittedCodes = ["20 03 01*"]
        },
        RuleCase(.codeOnPermit, .held, "not on the list") { _, limits in
            limits.permittedCodes = ["20 03 02", "2003"]
        },
        RuleCase(.codeOnPermit, .held, "nobody knows the vehicle") { load, _ in load.code = nil },
    ]

    static let times: [RuleCase] = [
        RuleCase(.timeSanity, .passed, "both at once") { load, _ in
            load.weighOut = Site.pass(9_480, at: 1_000)
        },
        RuleCase(.timeSanity, .rejected, "out before in") { load, _ in
            load.weighOut = Site.pass(9_480, at: 999, boot: otherBoot)
        },
        RuleCase(.timeSanity, .rejected, "out before in by the time since boot") { load, _ in
            load.weighOut = Site.pass(9_480, at: 1_600, monotonic: 1)
        },
        RuleCase(.timeSanity, .passed, "times since boot of two boots do not compare") {
            load, _ in
            load.weighOut = Site.pass(9_480, at: 1_600, monotonic: 1, boot: otherBoot)
        },
        RuleCase(.timeSanity, .passed, "two seconds ahead", now: Site.wall(1_598)),
        RuleCase(.timeSanity, .rejected, "three seconds ahead", now: Site.wall(1_597)),
        RuleCase(.timeSanity, .passed, "a year old", now: Site.wall(1_000 + 366 * 86_400)),
        RuleCase(.timeSanity, .rejected, "older", now: Site.wall(1_001 + 366 * 86_400)),
        RuleCase(.timeSanity, .flagged, "holdover at the weigh-in") { load, _ in
            load.weighIn = Site.pass(24_860, clock: .holdover)
        },
        RuleCase(.timeSanity, .flagged, "unset at the weigh-out") { load, _ in
            load.weighOut = Site.pass(9_480, at: 1_600, clock: .unset)
        },
        RuleCase(.timeSanity, .flagged, "unset now", now: Site.wall(0, .unset)),
        RuleCase(.timeSanity, .rejected, "unset, and out before in since boot") { load, _ in
            load.weighOut = Site.pass(9_480, at: 1_600, clock: .unset, monotonic: 1)
        },
    ]

    static let portals: [RuleCase] = [
        RuleCase(.radiation, .passed, "at the limit") { load, _ in
            load.sensorsIn = [Site.radiation(1000, exponent: -1)]
        },
        RuleCase(.radiation, .held, "a tenth above it") { load, _ in
            load.sensorsIn = [Site.radiation(36), Site.radiation(1001, exponent: -1)]
        },
        RuleCase(.radiation, .held, "above it on the way out") { load, _ in
            load.sensorsOut = [Site.radiation(101)]
        },
        RuleCase(.radiation, .held, "beyond the sensor's range") { load, _ in
            load.sensorsIn = [Site.radiation(5_000, .outOfRange)]
        },
        RuleCase(.radiation, .flagged, "an old value above it") { load, _ in
            load.sensorsIn = [Site.radiation(101, .stale)]
        },
        RuleCase(.radiation, .flagged, "one portal of two is missing") { load, _ in
            load.sensorsIn = [Site.radiation(36), Site.radiation(0, .missing)]
        },
        RuleCase(.radiation, .held, "missing, and required") { load, limits in
            load.sensorsIn = [Site.radiation(0, .missing)]
            limits.radiationRequired = true
        },
        RuleCase(.radiation, .held, "stale, and required") { load, limits in
            load.sensorsIn = [Site.radiation(36, .stale)]
            limits.radiationRequired = true
        },
        RuleCase(.radiation, .flagged, "no portal saw the full vehicle") { load, _ in
            (load.sensorsIn, load.sensorsOut) = ([], [Site.radiation(36)])
        },
        RuleCase(.radiation, .flagged, "in another unit") { load, _ in
            load.sensorsIn = [Site.radiation(101, unit: "uSv/h")]
        },
        RuleCase(.radiation, .notApplicable, "no limit") { load, limits in
            load.sensorsIn = [Site.radiation(5_000)]
            limits.radiationLimit = nil
        },
    ]

    private static let otherBoot = [UInt8](repeating: 8, count: 16)

    private static func recent(
        _ time: Int64, _ plate: String = "B-WH 4711", net: Int64 = 15_380, visit: [UInt8]? = nil
    ) -> RecentLoad {
        RecentLoad(visit: visit, plate: Site.plate(plate), net: .kilograms(net), time: time)
    }

    /// The same load with other weights.
    private static func weighing(
        _ load: LoadUnderJudgement, _ gross: Int64, _ tare: Int64
    ) -> LoadUnderJudgement {
        var changed = load
        changed.weighIn = Site.pass(gross, at: 1_000)
        changed.weighOut = Site.pass(tare, at: 1_600)
        (changed.gross, changed.tare) = (.kilograms(gross), .kilograms(tare))
        changed.net = changed.gross - changed.tare
        return changed
    }
}
