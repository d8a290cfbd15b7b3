import DeviceMaps
import Intake
import Wire

/// What a line brought, read by one frame map.
struct FrameText {
    private(set) var frames = 0
    private(set) var readings = 0
    /// The latest frame, and what it says or why it says nothing.
    private(set) var latest: (bytes: [UInt8], said: String)?
    let counts: FrameCounts

    /// Reads all of it; `settings` is what the site says of point and unit.
    init(_ bytes: [UInt8], by map: FrameMap, _ settings: ScaleSettings) {
        var scanner = map.scanner()
        for case .frame(let frame) in scanner.receive(bytes) {
            frames += 1
            do throws(FrameError) {
                let reading = try map.reading(
                    from: frame, settings: settings,
                    wall: WallTime(seconds: 0, nanoseconds: 0, clock: .unset),
                    monotonic: MonotonicTime(nanoseconds: 0))
                readings += 1
                latest = (frame, Self.words(reading))
            } catch {
                latest = (frame, "\(error)")
            }
        }
        counts = scanner.counts
    }

    private static func words(_ reading: ScaleReading) -> String {
        let status = reading.status
        let words = [
            status.isStable ? "stands still" : nil, status.isNet ? "tared" : nil,
            status.isInZeroRange ? "zero" : nil, status.fault.map { "FAULT: \($0)" },
        ].compactMap { $0 }
        return ([reading.shown.description] + words).joined(separator: ", ")
    }

    /// Bytes as two hexadecimal digits each, and as the characters they are.
    static func raw(_ bytes: [UInt8]) -> String {
        let digits = bytes.map { Hex.encode([$0], uppercase: true) }.joined(separator: " ")
        let text = String(
            decoding: bytes.map { (0x20...0x7E).contains($0 & 0x7F) ? $0 & 0x7F : 0x2E },
            as: UTF8.self)
        return "\(digits)  |\(text)|"
    }
}
