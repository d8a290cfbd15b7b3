import DeviceMaps
import Foundation
import Intake

/// A Flintec FT-10 as its manual describes it: filter, display, status bits, registers.
struct SimulatedIndicator: Sendable {
    /// Samples a second that the converter delivers.
    static let rate = 50
    private static let averaged = 25
    private static let motionWindow = 50

    private let e: Double
    private let overload: Double
    private let underload: Double
    private var filtered = 0.0
    private var recent: [Double] = []
    private var outliers = 0
    private var shownRecently: [Double] = []
    private var zeroOffset = 0.0
    /// Set while somebody is in the programming menu, or while the indicator is busy.
    var isProgramming = false
    var isBusy = false

    init(_ interval: ScaleInterval) {
        e = Double(interval.e.grams) / 1_000
        overload = Double(interval.max.grams) / 1_000 + 9 * e
        underload = -20 * e
    }

    /// The weight before it is rounded for the display, in kilograms.
    private var weight: Double { (shownRecently.last ?? 0) - zeroOffset }

    /// The whole kilograms on the display: the nearest multiple of the interval.
    var shown: Int { Int((weight / e).rounded(.toNearestOrEven) * e) }

    /// No more than one interval of movement for one second.
    var isSteady: Bool {
        guard shownRecently.count == Self.motionWindow, let low = shownRecently.min(),
            let high = shownRecently.max()
        else { return false }
        return high - low <= e
    }

    /// Takes one sample of the load cells, in kilograms.
    mutating func take(_ sample: Double) {
        let step = 1 / Double(Self.rate)
        // A low-pass of 2 Hz, then the mean of half a second; eight intervals of change four times
        // in a row cut the mean short, so that the display follows a vehicle and does not limp.
        filtered += (sample - filtered) * step / (step + 1 / (2 * .pi * 2))
        outliers = abs(filtered - (recent.last ?? filtered)) > 8 * e ? outliers + 1 : 0
        if outliers >= 4 { recent.removeAll() }
        recent.append(filtered)
        recent.removeFirst(max(0, recent.count - Self.averaged))
        shownRecently.append(recent.reduce(0, +) / Double(recent.count))
        shownRecently.removeFirst(max(0, shownRecently.count - Self.motionWindow))
        // Zero tracking: at most half an interval a second, only near zero and at rest.
        if isSteady, abs(weight) < 0.5 * e {
            zeroOffset += min(max(weight, -0.5 * e * step), 0.5 * e * step)
        }
    }

    /// The status register: see the register table of the manual.
    var statusWord: UInt16 {
        let fault: UInt16 =
            isProgramming ? 5 : weight > overload ? 2 : weight < underload ? 3 : 0
        var word = fault << 13
        if isBusy { word |= 1 << 0 }
        if fault == 0 { word |= 1 << 1 }
        if !isSteady { word |= 1 << 2 }
        if shown == 0 { word |= 1 << 12 }
        return word
    }

    /// Registers 40001 to 40009: indicated, status, tare, gross, image of the status, control.
    var registers: [UInt16] {
        let codec = ValueCodec(.int32, .abcd)
        let counts = codec.words(of: Int64(shown)) ?? [0x7FFF, 0xFFFF]
        return counts + [statusWord, 0, 0] + counts + [statusWord, 0]
    }
}
