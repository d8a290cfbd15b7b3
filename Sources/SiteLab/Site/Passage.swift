import Foundation

/// One vehicle crossing the deck once: where it is, and which weight its wheels put on the deck.
///
/// Travel is counted in seconds of a vehicle at its natural speed; a faster site passes more of
/// them in one real second, so the place of every axle at a moment stays true.
struct Passage: Sendable {
    /// The deck, in metres.
    static let deck = 18.0
    private static let approach = 8.4
    private static let cruise = 1.4
    private static let braking = 0.7
    /// The length of deck over which a tyre comes to bear.
    private static let contact = 0.3

    enum Stage: Sendable, Equatable {
        case approaching, rollingOn, standing, rollingOff, off
    }

    let truck: Int
    let isFull: Bool
    private let layout: AxleLayout
    private let loads: [Double]
    /// The front axle, in metres behind the deck's near edge.
    private(set) var position = -Passage.approach
    private var velocity = Passage.cruise
    private var mayLeave = false

    /// 1 at the natural speed, 0 at a stand.
    var roll: Double { velocity / Self.cruise }

    init(truck: Int, plan: TruckPlan, isFull: Bool) {
        (self.truck, self.isFull) = (truck, isFull)
        layout = AxleLayout.usual(gross: plan.gross)
        loads = layout.loads(weight: Double(isFull ? plan.gross : plan.tare), isFull: isFull)
    }

    /// Where the front axle stops, so that the vehicle stands in the middle.
    private var stop: Double { (Passage.deck + layout.length) / 2 }

    var stage: Stage {
        if position < 0 { return .approaching }
        if position > Passage.deck + layout.length + Passage.contact { return .off }
        if mayLeave { return .rollingOff }
        return velocity == 0 ? .standing : .rollingOn
    }

    /// The weight of the axles on the deck, in kilograms.
    var bearing: Double {
        zip(layout.offsets, loads).reduce(0) { sum, axle in
            let place = position - axle.0
            let on = Self.smoothStep(place / Self.contact)
            let off = Self.smoothStep((place - Self.deck) / Self.contact)
            return sum + axle.1 * (on - off)
        }
    }

    /// The driver may go on.
    mutating func leave() {
        mayLeave = true
    }

    /// Moves on, and names the loads of the axles that came onto the deck meanwhile.
    mutating func advance(travel seconds: Double) -> [Double] {
        let before = position
        if mayLeave {
            velocity = min(Self.cruise, velocity + Self.braking * seconds)
        } else if velocity > 0 {
            let rest = stop - position
            // The speed from which braking ends exactly at the stop.
            velocity = min(Self.cruise, (2 * Self.braking * max(rest, 0)).squareRoot())
            if rest < 0.005 { velocity = 0 }
        }
        position += velocity * seconds
        if !mayLeave { position = min(position, stop) }
        return zip(layout.offsets, loads)
            .filter { before < $0.0 && position >= $0.0 }
            .map { $0.1 }
    }

    private static func smoothStep(_ value: Double) -> Double {
        let bounded = min(max(value, 0), 1)
        return bounded * bounded * (3 - 2 * bounded)
    }
}
