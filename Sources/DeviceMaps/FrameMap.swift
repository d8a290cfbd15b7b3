package import Intake

/// How one format of weighing indicator is read from a serial line: its frames and their fields.
///
/// Which port and which address belong to the site. The map knows no bytes to send but a question
/// of a `FramePollFamily`: what acts cannot be written in it.
package struct FrameMap: Sendable, Hashable {
    /// What the number of the weight field is.
    package enum Quantity: Sendable, Hashable {
        /// The gross, always: it was asked for.
        case gross
        /// What the frame's own flag says.
        case flagged
        /// What the display shows; a tared one shows the net, and nobody can tell.
        case displayed
    }

    /// How the indicator is brought to speak.
    package enum Talk: Sendable, Hashable {
        /// It speaks by itself.
        case continuous
        /// It answers.
        case polled(FramePoll)
    }

    package let maker: String
    package let model: String
    /// Counts up with every change of the map that changes what is read.
    package let version: Int
    /// How well the map is proven: 1 by the maker's frames and tables, 2 needs a check on site, 3
    /// not yet.
    package let grade: Int
    /// The manual and its pages.
    package let source: String
    package let talk: Talk
    /// From one frame to the next, in milliseconds; for a polled device from question to question.
    package let periodMilliseconds: Int
    /// The line as the device leaves the factory, or as is usual; the site may say another.
    package let line: SerialLine
    package let bounds: FrameBounds
    package let checksum: FrameChecksum?
    package let constants: [FrameConstant]
    package let weight: FrameFieldWeight
    package let quantity: Quantity
    package let unit: FrameFieldUnit
    package let status: FrameFieldStatus
    /// SHA-256 of the bytes of the map's file; it stands in the evidence of every weighing.
    package let digest: [UInt8]

    /// The indicator as "maker model" names it.
    package var title: String { "\(maker) \(model)" }

    /// What the format itself protects.
    package var protections: ScaleProtections {
        let isBlankMoving =
            if case .words(_, _, blankMeansMoving: true) = unit { true } else { false }
        return ScaleProtections(
            checksum: checksum != nil,
            stability: status.vocabulary.contains(.stable) || isBlankMoving,
            grossNetFlag: quantity != .displayed,
            unit: unit != .site)
    }

    /// A scanner for a line on which this format is spoken.
    package func scanner() -> FrameScanner {
        FrameScanner(bounds: bounds, checksum: checksum)
    }
}
