/// Where a vehicle's axles are and how they share its weight.
struct AxleLayout: Sendable {
    /// How far each axle is behind the first, in metres.
    let offsets: [Double]
    /// Shares of the weight, full and empty; each adds up to 1.
    private let fullShares: [Double]
    private let emptyShares: [Double]

    /// First to last axle, in metres.
    var length: Double { offsets[offsets.count - 1] }

    /// Loads of the axles in kilograms; they add up to `weight`.
    func loads(weight: Double, isFull: Bool) -> [Double] {
        (isFull ? fullShares : emptyShares).map { $0 * weight }
    }

    /// The usual vehicle for what it weighs full.
    static func usual(gross: Int) -> AxleLayout {
        gross > 26_000 ? articulated : gross > 18_000 ? threeAxles : twoAxles
    }

    /// Tractor and semi-trailer, five axles, 40 t.
    private static let articulated = AxleLayout(
        offsets: [0, 3.6, 9.2, 10.51, 11.82],
        fullShares: [0.175, 0.275, 0.1825, 0.1825, 0.185],
        emptyShares: [0.35, 0.29, 0.12, 0.12, 0.12])

    /// Refuse collector, three axles, 26 t.
    private static let threeAxles = AxleLayout(
        offsets: [0, 3.9, 5.25], fullShares: [0.29, 0.4, 0.31], emptyShares: [0.42, 0.33, 0.25])

    /// Rigid vehicle, two axles.
    private static let twoAxles = AxleLayout(
        offsets: [0, 4.2], fullShares: [0.37, 0.63], emptyShares: [0.52, 0.48])
}
