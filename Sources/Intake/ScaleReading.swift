/// What a scale reported as wrong with itself or its load.
package enum ScaleFault: String, Hashable, Sendable, CaseIterable {
    case overload
    case underload
    case sensor
    case system
    /// Somebody is setting it up.
    case programming
    case voltage
}

/// The indicator's own word on whether the load stands still.
package enum ScaleStability: Hashable, Sendable {
    case still
    case moving
    /// Its format has no word for it: only the weights themselves tell.
    case unknown
}

/// The state an indicator reported with a weight.
package struct ScaleStatus: Hashable, Sendable {
    /// Whether the load stands still, by the indicator's own word.
    package let stability: ScaleStability
    /// Whether a tare is taken off the shown weight.
    package let isNet: Bool
    /// Whether the load is within the zero range.
    package let isInZeroRange: Bool
    /// Whether the indicator asks to be left alone.
    package let isBusy: Bool
    /// What is wrong; nil when nothing is.
    package let fault: ScaleFault?

    /// Whether the indicator says that the load stands still.
    package var isStable: Bool { stability == .still }

    /// A state as decoded from the status word.
    package init(
        isStable: Bool, isNet: Bool = false, isInZeroRange: Bool = false, isBusy: Bool = false,
        fault: ScaleFault? = nil
    ) {
        self.init(
            stability: isStable ? .still : .moving, isNet: isNet, isInZeroRange: isInZeroRange,
            isBusy: isBusy, fault: fault)
    }

    /// A state of an indicator that may have no word for stability.
    package init(
        stability: ScaleStability, isNet: Bool = false, isInZeroRange: Bool = false,
        isBusy: Bool = false,
        fault: ScaleFault? = nil
    ) {
        (self.stability, self.isNet, self.isInZeroRange) = (stability, isNet, isInZeroRange)
        (self.isBusy, self.fault) = (isBusy, fault)
    }
}

/// One answer of the scale: the gross weight and everything that came with it.
package struct ScaleReading: Hashable, Sendable {
    /// The gross weight as shown.
    package let shown: ShownWeight
    /// The state that came in the same answer.
    package let status: ScaleStatus
    /// The raw status word.
    package let statusWord: UInt32
    /// The raw registers, as received.
    package let registers: [UInt8]
    /// The time of day of the answer.
    package let wall: WallTime
    /// The time since boot of the answer.
    package let monotonic: MonotonicTime

    /// An answer as decoded.
    package init(
        shown: ShownWeight, status: ScaleStatus, statusWord: UInt32, registers: [UInt8],
        wall: WallTime, monotonic: MonotonicTime
    ) {
        (self.shown, self.status, self.statusWord) = (shown, status, statusWord)
        (self.registers, self.wall, self.monotonic) = (registers, wall, monotonic)
    }
}

/// One poll of the scale: a reading, or silence.
package enum ScaleLine: Hashable, Sendable {
    /// The scale answered.
    case reading(ScaleReading)
    /// The poll failed, for a reason in words.
    case silent(reason: String, at: MonotonicTime)
}
