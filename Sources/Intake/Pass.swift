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
    /// Which range it kept.
    package let quality: StabilityQuality

    /// Evidence as it was gathered, or read back.
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
    /// The raw status word of that reading.
    package let statusWord: UInt32
    /// The raw registers of that reading, as received.
    package let registers: [UInt8]
    /// The time of day of that reading.
    package let wall: WallTime
    /// The time since boot of that reading.
    package let monotonic: MonotonicTime
    /// The boot in which that time counts, 16 bytes.
    package let bootID: [UInt8]
    /// Why the weight counts as standing still.
    package let stability: StabilityEvidence
    /// How the weight came onto the deck.
    package let curve: WeighCurve
    /// Whether the weight was seen to rise from the empty deck, without a pause.
    package let rampSeen: Bool
    /// What the empty deck last showed before, rain and snow included; nil when it was not seen.
    package let zeroOffset: Mass?
    /// What the indicator's own memory kept; nil where it was not asked to.
    package let alibi: AlibiRecord?

    /// A pass as it was captured, or read back.
    package init(
        shown: ShownWeight, statusWord: UInt32, registers: [UInt8], wall: WallTime,
        monotonic: MonotonicTime, bootID: [UInt8], stability: StabilityEvidence,
        curve: WeighCurve, rampSeen: Bool, zeroOffset: Mass?, alibi: AlibiRecord? = nil
    ) {
        self.alibi = alibi
        (self.shown, self.statusWord, self.registers) = (shown, statusWord, registers)
        (self.wall, self.monotonic, self.bootID) = (wall, monotonic, bootID)
        (self.stability, self.curve) = (stability, curve)
        (self.rampSeen, self.zeroOffset) = (rampSeen, zeroOffset)
    }

    /// The same pass, with what the indicator kept of it.
    package func with(_ alibi: AlibiRecord) -> Pass {
        Pass(
            shown: shown, statusWord: statusWord, registers: registers, wall: wall,
            monotonic: monotonic, bootID: bootID, stability: stability, curve: curve,
            rampSeen: rampSeen, zeroOffset: zeroOffset, alibi: alibi)
    }

    /// The captured weight in grams; zero for a display beyond any scale, which no rule lets pass.
    package var mass: Mass { shown.mass ?? .zero }
}
