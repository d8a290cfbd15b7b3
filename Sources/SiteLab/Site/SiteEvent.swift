/// What happens on a simulated site.
package enum SiteEvent: Sendable, Hashable {
    /// A vehicle comes into the camera's view.
    case truckApproaches(plate: String, isFull: Bool)
    /// The camera read a plate; `text` is what it read, right or wrong.
    case plateRead(PlateSighting)
    /// The first wheel is on the deck.
    case rolledOn(plate: String)
    /// The vehicle stands still.
    case stopped(plate: String)
    /// The display was steady for long enough and shows this many kilograms; the driver goes on.
    case steady(plate: String, kilograms: Int)
    /// The last wheel is off the deck.
    case left(plate: String, isFull: Bool)
    /// The vehicle was weighed full and empty and does not come back.
    case gone(plate: String)
    /// What the sensors measure now.
    case sensors(SensorSample)
}

/// One read of the camera.
package struct PlateSighting: Sendable, Hashable {
    package let text: String
    /// Thousandths.
    package let score: Int
    /// The camera gives one passage one id.
    package let eventID: String
}

/// What the site's sensors say, in tenths.
package struct SensorSample: Sendable, Hashable {
    /// Tenths of a percent.
    package let moisture: Int
    /// Tenths of a count per second.
    package let radiation: Int
}
