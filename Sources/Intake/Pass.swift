/// How steady a captured weight was.
package enum StabilityQuality: Int, Hashable, Sendable {
    /// Within one verification interval.
    case strict = 0
    /// Within the legal three, after the vehicle did not come to rest any better.
    case wide = 1
}

/// Why a captured weight counts as standing still.
package struct StabilityEvidence: Hashable, Sendable {
    /// How long it was watched.
    package let windowMilliseconds: Int
    /// The highest less the lowest weight of that time.
    package let rangeGrams: Int64
    /// Whether the indicator's own flag said so all along.
    package let indicatorStable: Bool
    /// How many readings were taken.
    package let samples: Int
    package let quality: StabilityQuality

    package init(
        windowMilliseconds: Int, rangeGrams: Int64, indicatorStable: Bool, samples: Int,
        quality: StabilityQuality
    ) {
        (self.windowMilliseconds, self.rangeGrams) = (windowMilliseconds, rangeGrams)
        (self.indicatorStable, self.samples, self.quality) = (indicatorStable, samples, quality)
    }
}

/// One vehicle that stood still on the deck once, and what the scale said of it.
package struct Pass: Hashable, Sendable {
    /// The captured gross weight as shown.
    package let shown: ShownWeight
    /// The raw status word and registers of that reading.
    package let statusWord: UInt32
    package let registers: [UInt8]
    /// The times of that reading, and the boot in which the second one counts.
    package let wall: WallTime
    package let monotonic: MonotonicTime
    package let bootID: [UInt8]
    package let stability: StabilityEvidence
    package let curve: WeighCurve
    /// Whether the weight was seen to rise from the empty deck.
    package let rampSeen: Bool
    /// What the empty deck showed before; nil when it was not seen.
    package let zeroOffset: Mass?

    package init(
        shown: ShownWeight, statusWord: UInt32, registers: [UInt8], wall: WallTime,
        monotonic: MonotonicTime, bootID: [UInt8], stability: StabilityEvidence,
        curve: WeighCurve, rampSeen: Bool, zeroOffset: Mass?
    ) {
        (self.shown, self.statusWord, self.registers) = (shown, statusWord, registers)
        (self.wall, self.monotonic, self.bootID) = (wall, monotonic, bootID)
        (self.stability, self.curve) = (stability, curve)
        (self.rampSeen, self.zeroOffset) = (rampSeen, zeroOffset)
    }

    /// The captured weight in grams; zero for a display beyond any scale, which no rule lets pass.
    package var mass: Mass { shown.mass ?? .zero }
}
