package import Intake

/// What a simulated site is made of.
package struct SiteLabSettings: Sendable, Hashable {
    /// Where the indicator listens on loopback; 0 takes any free port.
    package var modbusPort: UInt16 = 0
    /// The indicator's unit number.
    package var unit: UInt8 = 1
    /// The site's broker; without a port nothing is published.
    package var brokerHost = "127.0.0.1"
    package var brokerPort: UInt16?
    package var topics = SiteTopics()
    package var trucks: [TruckPlan]
    /// How many times faster than life vehicles travel and dwell; a deck settles no faster.
    package var speed = 1.0
    /// The same seed gives the same site, sample by sample.
    package var seed: UInt64 = 1
    /// The weighbridge: e = 20 kg and Max = 50 t unless said otherwise; registers count kilograms.
    package var interval = SiteLabSettings.weighbridge
    /// How hard the wind pushes, one standard deviation in kilograms.
    package var wind = 1.5
    /// Whether the indicator and the sensors stay after the last vehicle, until cancelled.
    package var staysOpen = false

    package init(trucks: [TruckPlan]) {
        self.trucks = trucks
    }

    private static let weighbridge: ScaleInterval = {
        let e = Mass.kilograms(20)
        guard
            let interval = ScaleInterval(
                e: e, d: e, max: .kilograms(50_000), min: .kilograms(400))
        else { preconditionFailure("a weighbridge of 50 t by 20 kg is possible") }
        return interval
    }()
}

/// Where the site's camera and sensors publish.
package struct SiteTopics: Sendable, Hashable {
    /// Plates as Frigate sends them.
    package var plates = "frigate/tracked_object_update"
    /// `{"moisture":12.5,"time":…}`, percent and unix seconds.
    package var moisture = "site/moisture"
    /// `{"cps":36.2,"time":…}`, counts per second and unix seconds.
    package var radiation = "site/radiation"

    package init() {}
}

/// One vehicle: it comes full, is weighed, tips, comes back empty, is weighed and leaves for good.
package struct TruckPlan: Sendable, Hashable {
    package var plate: String
    /// What it weighs as it comes and as it leaves, in kilograms: less, unless it takes something
    /// away.
    package var gross: Int
    package var tare: Int
    /// When it wants to come, in seconds at speed 1.
    package var startAfter: Double
    /// How long the driver stands at least once the display is steady, in seconds at speed 1.
    package var dwell: Double
    /// What the probe finds in the load, in percent.
    package var moisture: Double
    /// What the portal counts while the load passes, in counts per second.
    package var radiation: Double

    package init(
        plate: String, gross: Int, tare: Int, startAfter: Double = 0, dwell: Double = 20,
        moisture: Double = 24, radiation: Double = 38
    ) {
        precondition(0 < min(gross, tare), "\(plate): a vehicle weighs something")
        (self.plate, self.gross, self.tare) = (plate, gross, tare)
        (self.startAfter, self.dwell) = (startAfter, dwell)
        (self.moisture, self.radiation) = (moisture, radiation)
    }
}
