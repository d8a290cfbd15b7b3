/// How long something went on, and how often it was said.
package struct RepeatedSpell: Hashable, Sendable {
    /// What went on: the key that `RepeatLimit` was given.
    package let key: RepeatLimit.Key
    /// From the first time to the last that counts.
    package let lasted: Duration
    /// How often, the first time included.
    package let count: Int

    /// So long and so often, the first time included.
    package init(key: RepeatLimit.Key, lasted: Duration, count: Int) {
        (self.key, self.lasted, self.count) = (key, lasted, count)
    }

    /// Length and count, to stand behind what happened: "for 2 h, 1,440 times".
    package var words: String {
        "for \(lasted.inWords), " + (count == 1 ? "once" : "\(RepeatedSpell.grouped(count)) times")
    }

    /// A number with a comma before every three digits.
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
