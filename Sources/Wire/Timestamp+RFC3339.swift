extension Timestamp {
    private static let secondsPerDay: Int64 = 86_400

    /// The moment as RFC 3339 text in UTC: `2026-11-23T12:00:00.5Z`.
    ///
    /// Zeros at the end of the fraction are dropped, as CometBFT's JSON does.
    package var rfc3339: String {
        let day = (seconds - Timestamp.remainder(seconds)) / Timestamp.secondsPerDay
        let clock = Timestamp.remainder(seconds)
        let date = Timestamp.date(ofDay: day)
        let parts = [
            Timestamp.padded(date.year, 4), "-", Timestamp.padded(date.month, 2), "-",
            Timestamp.padded(date.day, 2), "T", Timestamp.padded(clock / 3_600, 2), ":",
            Timestamp.padded(clock / 60 % 60, 2), ":", Timestamp.padded(clock % 60, 2),
            fraction, "Z",
        ]
        return parts.joined()
    }

    /// Reads RFC 3339 text: capital `T` and `Z`, up to 9 digits of fraction, `Z` or an offset.
    ///
    /// Nil for anything else, for days and times that do not exist and for leap seconds.
    package init?(rfc3339 text: String) {
        var scanner = Scanner(text)
        guard let year = scanner.number(4, in: 0...9_999), scanner.skip("-"),
            let month = scanner.number(2, in: 1...12), scanner.skip("-"),
            let day = scanner.number(2, in: 1...31), scanner.skip("T"),
            let hour = scanner.number(2, in: 0...23), scanner.skip(":"),
            let minute = scanner.number(2, in: 0...59), scanner.skip(":"),
            let second = scanner.number(2, in: 0...59), let fraction = scanner.fraction(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let days = Timestamp.day(year: year, month: month, day: day)
        guard Timestamp.date(ofDay: days) == (year, month, day) else { return nil }
        let seconds = days * Timestamp.secondsPerDay + hour * 3_600 + minute * 60 + second
        self.init(seconds: seconds - offset, nanoseconds: fraction)
    }

    private var fraction: String {
        guard nanoseconds != 0 else { return "" }
        var digits = Timestamp.padded(Int64(nanoseconds), 9)
        while digits.last == "0" { digits.removeLast() }
        return "." + digits
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func remainder(_ seconds: Int64) -> Int64 {
        let rest = seconds % secondsPerDay
        return rest < 0 ? rest + secondsPerDay : rest
    }

    /// Days from 1970-01-01 to a day of the Gregorian calendar, counting years from March.
    private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day of the Gregorian calendar so many days after 1970-01-01.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapless = dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096
        let yearOfEra = leapless / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

/// Reads the parts of an RFC 3339 text from the front.
private struct Scanner {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { place == bytes.count }

    private mutating func digit() -> Int64? {
        guard !isAtEnd, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) else {
            return nil
        }
        defer { place += 1 }
        return Int64(bytes[place] - UInt8(ascii: "0"))
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func number(_ width: Int, in range: ClosedRange<Int64>) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return range.contains(value) ? value : nil
    }

    /// Nanoseconds; 0 without a fraction, nil with a point and no digit or more than 9.
    mutating func fraction() -> Int32? {
        guard skip(".") else { return 0 }
        var (value, unit): (Int64, Int64) = (0, 1_000_000_000)
        while let digit = digit() {
            guard unit > 1 else { return nil }
            unit /= 10
            value += digit * unit
        }
        return unit < 1_000_000_000 ? Int32(value) : nil
    }

    /// Seconds that the written time is ahead of UTC.
    mutating func offset() -> Int64? {
        if skip("Z") { return 0 }
        let sign: Int64
        if skip("+") {
            sign = 1
        } else if skip("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(2, in: 0...23), skip(":"), let minutes = number(2, in: 0...59)
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
