import Foundation

/// One way a mass on springs swings after it was pushed, and dies down.
struct Oscillation: Sendable {
    private let amplitude: Double
    private let decay: Double
    private let angular: Double
    private let phase: Double
    private var age = 0.0

    /// - Parameters:
    ///   - amplitude: kilograms, at the push.
    ///   - frequency: hertz.
    ///   - damping: the ratio to critical damping.
    ///   - phase: radians, at the push.
    init(amplitude: Double, frequency: Double, damping: Double, phase: Double) {
        self.amplitude = amplitude
        angular = 2 * .pi * frequency
        decay = damping * angular
        self.phase = phase
    }

    /// What it adds to the weight now, in kilograms.
    var value: Double { amplitude * exp(-decay * age) * sin(angular * age + phase) }

    /// Whether it is still worth a thought: more than a tenth of a kilogram.
    var isAlive: Bool { amplitude * exp(-decay * age) > 0.1 }

    mutating func advance(seconds: Double) {
        age += seconds
    }
}
