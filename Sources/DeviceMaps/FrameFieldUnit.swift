package import Intake

/// How a frame says its unit.
package enum FrameFieldUnit: Sendable, Hashable {
    /// Not at all; the site knows it.
    case site
    /// Always the same.
    case always(MassUnit)
    /// As a text, blanks around it not counted; an all blank one may mean that the load moves.
    case words(FrameField, [[UInt8]: MassUnit], blankMeansMoving: Bool)
    /// By the first case whose conditions all hold.
    case cases([Case])

    /// Some bits and the unit they stand for.
    package struct Case: Sendable, Hashable {
        package let conditions: [Condition]
        package let unit: MassUnit
    }

    /// Bits that must hold a number.
    package struct Condition: Sendable, Hashable {
        package let bits: FrameBits
        package let value: Int
    }

    /// The unit, and what the field says of the load where it says that too.
    func unit(
        in frame: [UInt8], site: MassUnit?
    ) throws(FrameError) -> (unit: MassUnit, fact: FrameFact) {
        switch self {
        case .site: return (try known(site), .nothing)
        case .always(let unit): return (unit, .nothing)
        case .words(let field, let units, let blankMeansMoving):
            let bytes = field.bytes(in: frame) ?? []
            let text = trimmed(bytes)
            if text.isEmpty, blankMeansMoving { return (try known(site), .moving) }
            guard let unit = units[text] else {
                throw FrameError(.unit, "\(spelled(bytes)) is no unit of the map")
            }
            return (unit, blankMeansMoving ? .stable : .nothing)
        case .cases(let cases):
            let holding = cases.first {
                $0.conditions.allSatisfy { $0.bits.value(in: frame) == $0.value }
            }
            guard let holding else {
                throw FrameError(.unit, "no unit of the map in \(spelled(frame))")
            }
            return (holding.unit, .nothing)
        }
    }

    private func known(_ site: MassUnit?) throws(FrameError) -> MassUnit {
        guard let site else {
            throw FrameError(
                .unit, "the frame names no unit, and the configuration does not either")
        }
        return site
    }

    /// Whether a frame may come without its unit, so that the site has to know it.
    package var needsSite: Bool {
        switch self {
        case .site, .words(_, _, blankMeansMoving: true): true
        case .always, .words, .cases: false
        }
    }
}
