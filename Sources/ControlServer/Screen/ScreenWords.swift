import Wire

/// Figures as people read them.
struct ScreenWords {
    /// Seconds since 1970.
    let now: Int64
    /// Seconds that the reader's time is ahead of UTC.
    let offset: Int64

    /// A whole number in groups of three.
    static func grouped(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number.magnitude))
        var result = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3), digits.count > 4 {
                result += " "
            }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + result
    }

    /// A length of time, roughly.
    static func duration(_ seconds: Int64) -> String {
        switch max(0, seconds) {
        case let seconds where seconds < 120: "\(seconds) s"
        case let seconds where seconds < 7_200: "\(seconds / 60) min"
        case let seconds where seconds < 86_400:
            "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        case let seconds: "\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        }
    }

    /// An age in milliseconds.
    static func age(_ milliseconds: Int64) -> String {
        let tenths = (max(0, milliseconds) + 50) / 100
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) s" : duration(milliseconds / 1_000)
    }

    /// An amount of bytes, in steps of a thousand.
    static func bytes(_ count: UInt64) -> String {
        var (value, unit) = (Double(count), 0)
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1_000, unit + 1) }
        return "\(decimal(value, places: unit > 0 && value < 99.95 ? 1 : 0)) \(units[unit])"
    }

    /// A decimal with so many places at most, and none that say nothing.
    static func decimal(_ value: Double, places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (value * scale).rounded()
        guard scaled.magnitude < 1e15 else { return "\(value)" }
        let whole = Int64(scaled.magnitude)
        var text = String(whole / Int64(scale))
        var rest = String(whole % Int64(scale) + Int64(scale)).dropFirst()
        while rest.last == "0" { rest.removeLast() }
        if places > 0, !rest.isEmpty { text += ".\(rest)" }
        return (scaled < 0 ? "-" : "") + text
    }

    /// How long ago a moment was; nil for a text that is none.
    func since(_ text: String?) -> Int64? {
        seconds(text).map { max(0, now - $0) }
    }

    /// The time of day, with the day where it is not today.
    func clock(_ text: String?) -> String? {
        guard let seconds = seconds(text) else { return nil }
        let (there, here) = (local(seconds), local(now))
        return there.prefix(10) == here.prefix(10)
            ? String(there.dropFirst(11).prefix(8))
            : "\(there.prefix(10)) \(there.dropFirst(11).prefix(5))"
    }

    /// The time of day now.
    var nowClock: String {
        String(local(now).dropFirst(11).prefix(8)) + (offset == 0 ? " UTC" : "")
    }

    /// The day of a moment.
    func day(_ text: String?) -> String? { seconds(text).map { String(local($0).prefix(10)) } }

    private func local(_ seconds: Int64) -> String {
        Timestamp(seconds: seconds + offset, nanoseconds: 0)?.rfc3339 ?? "0000-00-00T00:00:00Z"
    }

    private func seconds(_ text: String?) -> Int64? {
        text.flatMap { Timestamp(rfc3339: $0)?.seconds }
    }
}
