/// One truck of the demo, what it brings, and for whom.
struct DemoLoad: Sendable {
    /// The plate as people write it.
    let plate: String
    /// What the truck weighs full and empty, in kilograms.
    let gross: Int
    let tare: Int
    /// When it comes, in real seconds.
    let comes: Double
    /// The waste code, and the contract it comes under.
    let code: String
    let contract: String
    let carrier: String

    /// The codes of the site's permit; one truck brings another.
    static let permitted = ["20 03 01", "15 01 06", "17 09 04", "20 01 08"]

    /// Six trucks, two at a time.
    static let all: [DemoLoad] = [
        DemoLoad(
            plate: "M-EX 2041", gross: 24_180, tare: 13_460, comes: 0, code: "20 03 01",
            contract: "HH-2026-014", carrier: "Example Haulage"),
        DemoLoad(
            plate: "FS-AB 118", gross: 38_640, tare: 14_820, comes: 0, code: "17 09 04",
            contract: "CO-2026-203", carrier: "Sample Skips"),
        DemoLoad(
            plate: "LA-WP 73", gross: 17_320, tare: 9_940, comes: 30, code: "20 01 08",
            contract: "BIO-2026-007", carrier: "Example Haulage"),
        DemoLoad(
            plate: "M-TR 905", gross: 35_280, tare: 15_100, comes: 30, code: "17 06 05*",
            contract: "CO-2026-219", carrier: "Sample Skips"),
        DemoLoad(
            plate: "ED-KL 512", gross: 21_760, tare: 12_880, comes: 60, code: "15 01 06",
            contract: "PK-2026-031", carrier: "Specimen Transport"),
        DemoLoad(
            plate: "FS-RX 640", gross: 25_340, tare: 13_620, comes: 60, code: "20 03 01",
            contract: "HH-2026-015", carrier: "Example Haulage"),
    ]

    /// The first `count` trucks as the site lets them come at a speed.
    static func trucks(_ count: Int, speed: Double) -> [TruckPlan] {
        (0..<count).map { number in
            let load = load(number)
            return TruckPlan(
                plate: load.plate.filter { $0.isLetter || $0.isNumber }, gross: load.gross,
                tare: load.tare, startAfter: load.comes * speed)
        }
    }

    /// Truck `number` of as many as one likes, from 0: after six come others like them.
    static func load(_ number: Int) -> DemoLoad {
        let (load, round) = (all[number % all.count], number / all.count)
        guard round > 0 else { return load }
        return DemoLoad(
            plate: "\(load.plate)\(round)", gross: load.gross, tare: load.tare,
            comes: load.comes + Double(round) * 90, code: load.code, contract: load.contract,
            carrier: load.carrier)
    }
}
