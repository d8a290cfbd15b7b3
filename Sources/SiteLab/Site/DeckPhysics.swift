import Foundation

/// What the load cells feel: the weight on the deck and everything that shakes it.
struct DeckPhysics: Sendable {
    private let wind: Double
    private var gust = 0.0
    private var rumble = 0.0
    private var swings: [Oscillation] = []
    /// Slow give of the load cells, one share with 60 s and one with 600 s.
    private var creep = (fast: 0.0, slow: 0.0)
    private var time = 0.0

    init(wind: Double) {
        self.wind = wind
    }

    /// An axle came onto the deck: its own springs shake for a moment.
    mutating func jolt(axle load: Double, random: inout SiteRandom) {
        swings.append(
            Oscillation(
                amplitude: load * random.uniform(0.02...0.05),
                frequency: random.uniform(8...12), damping: 0.1,
                phase: random.uniform(0...(2 * .pi))))
    }

    /// The vehicle stopped: body and axles bounce on the tyres, and the body pitches.
    ///
    /// Stiff leaf springs bounce fast and long, air springs slow and short.
    mutating func stop(load: Double, random: inout SiteRandom) {
        let stiffness = random.uniform(0...1)
        swings.append(
            Oscillation(
                amplitude: load * random.uniform(0.03...0.07),
                frequency: 1.8 + 1.4 * stiffness, damping: 0.10 - 0.07 * stiffness,
                phase: random.uniform(0...(2 * .pi))))
        swings.append(
            Oscillation(
                amplitude: load * random.uniform(0.01...0.02),
                frequency: random.uniform(1...1.5), damping: 0.12,
                phase: random.uniform(0...(2 * .pi))))
    }

    /// What the cells feel after the next `seconds`, in kilograms.
    ///
    /// `bearing` is the weight of the wheels on the deck; `roll` is 1 while they roll at their
    /// natural speed and 0 when they stand: a rolling vehicle is never at rest on its springs.
    mutating func advance(
        seconds: Double, bearing: Double, roll: Double, random: inout SiteRandom
    ) -> Double {
        time += seconds
        // Ornstein and Uhlenbeck, 2 s: gusts come and go, and stay near nothing.
        gust += -gust * seconds / 2 + wind * seconds.squareRoot() * random.normal()
        // The same with 0.15 s and 0.8 percent of what bears: the unevenness under the tyres.
        let unevenness = 0.008 * bearing * roll
        rumble +=
            -rumble * seconds / 0.15
            + unevenness * (2 * seconds / 0.15).squareRoot() * random.normal()
        for index in swings.indices { swings[index].advance(seconds: seconds) }
        swings.removeAll { !$0.isAlive }
        creep.fast += (0.0002 * bearing - creep.fast) * seconds / 60
        creep.slow += (0.00015 * bearing - creep.slow) * seconds / 600
        let engine = bearing > 0 ? 8 * sin(2 * .pi * 11.5 * time) : 0
        return bearing + swings.reduce(0) { $0 + $1.value } + creep.fast + creep.slow + gust
            + rumble + engine
    }
}
