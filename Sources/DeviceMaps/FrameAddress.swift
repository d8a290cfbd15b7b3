/// The number of an indicator on a shared line, 1 to 26: what every family can say.
package struct FrameAddress: Sendable, Hashable {
    package let number: Int

    package init?(_ number: Int) {
        guard (1...26).contains(number) else { return nil }
        self.number = number
    }

    private init() { number = 1 }

    /// What an indicator has when nobody chose another.
    package static let first = FrameAddress()
}
