package import Intake

/// The weight of a frame: its digits, sign, point, and what stands there when it is no number.
package struct FrameFieldWeight: Sendable, Hashable {
    /// Where the sign is.
    package enum Sign: Sendable, Hashable {
        /// Before the digits, within their field; absent means positive.
        case inside
        /// A byte of its own.
        case byte(at: Int, plus: [UInt8], minus: UInt8)
        /// A bit that is `when` for a weight below zero.
        case bit(FrameBits, when: Int)
    }

    /// Where the decimal point is.
    package enum Decimals: Sendable, Hashable {
        /// Among the digits, or nowhere.
        case inDigits
        /// Known to the site only.
        case site
        /// A digit says how many decimals there are, at most so many.
        case digit(at: Int, most: Int)
        /// A code chooses one of these powers of ten, first that of code 0.
        case code(FrameBits, exponents: [Int], dummyZeros: DummyZeros?)
    }

    /// What a code with a power above 0 means; manuals leave it open, the display shows it.
    package enum DummyZeros: String, Sendable, Hashable, CaseIterable {
        /// The digits lack the zeros that the display shows: they count.
        case multiply
        /// The digits hold all zeros already.
        case literal
    }

    /// A content of the field that is a state and no number.
    package struct Sentinel: Sendable, Hashable {
        /// What the field holds; blanks around it do not count.
        package enum Content: Sendable, Hashable {
            /// Nothing but this byte, once or more.
            case only(UInt8)
            /// This text.
            case text([UInt8])
            /// Blanks, and perhaps the point.
            case blank
        }

        package let content: Content
        /// What it says is wrong; nil for a weight that is not displayed just now.
        package let fault: ScaleFault?
    }

    package let field: FrameField
    package let sign: Sign
    package let decimals: Decimals
    /// Whether the digits come last first.
    package let isReversed: Bool
    package let sentinels: [Sentinel]
    /// The tare that the frame carries, with the same decimals; it turns a net into a gross.
    package let tare: FrameField?

    /// The state that stands in place of a number, if one does.
    func sentinel(in frame: [UInt8]) -> Sentinel? {
        guard let bytes = field.bytes(in: frame) else { return nil }
        let content = trimmed(bytes)
        return sentinels.first { sentinel in
            switch sentinel.content {
            case .only(let byte): !content.isEmpty && content.allSatisfy { $0 == byte }
            case .text(let text): content == text
            case .blank: content.allSatisfy { $0 == 0x20 || $0 == 0x2E }
            }
        }
    }

    /// The number and its power of ten.
    func number(
        in frame: [UInt8], isNet: Bool, siteExponent: Int?
    ) throws(FrameError) -> (digits: Int64, exponent: Int) {
        let weight = try digits(field, in: frame, isSigned: sign == .inside)
        let exponent = try exponent(in: frame, written: weight.decimals, site: siteExponent)
        let shown = try isNegative(weight, in: frame) ? -weight.value : weight.value
        let total = try shown + tareValue(in: frame, isNet: isNet, decimals: weight.decimals)
        guard ShownWeight.exponents.contains(exponent) else {
            throw FrameError(.number, "no display has its point at 10^\(exponent)")
        }
        return (total, exponent)
    }

    /// What is added to a net.
    ///
    /// The field is checked in every frame: where there is no checksum, it is one more thing that
    /// noise does not fit.
    private func tareValue(
        in frame: [UInt8], isNet: Bool, decimals: Int
    ) throws(FrameError) -> Int64 {
        guard let tare else { return 0 }
        if !isNet, tare.bytes(in: frame)?.allSatisfy({ $0 == 0x20 }) == true { return 0 }
        let taken = try digits(tare, in: frame, isSigned: false)
        guard isNet else { return 0 }
        guard taken.decimals == decimals else {
            throw FrameError(.number, "weight and tare have their points at different places")
        }
        return taken.value
    }

    private func digits(
        _ field: FrameField, in frame: [UInt8], isSigned: Bool
    ) throws(FrameError) -> FrameDigits {
        guard let bytes = field.bytes(in: frame) else {
            throw FrameError(.noWeight, "an answer without a weight: \(spelled(frame))")
        }
        let allowsPoint = decimals == .inDigits
        guard
            let digits = FrameDigits(
                isReversed ? bytes.reversed() : Array(bytes), isSigned: isSigned,
                allowsPoint: allowsPoint)
        else {
            throw FrameError(.number, "\(spelled(bytes)) is no weight, and no state of the map")
        }
        return digits
    }

    private func isNegative(
        _ digits: FrameDigits, in frame: [UInt8]
    ) throws(FrameError) -> Bool {
        switch sign {
        case .inside: return digits.isNegative
        case .bit(let bits, let when): return bits.value(in: frame) == when
        case .byte(let at, let plus, let minus):
            guard at < frame.count, plus.contains(frame[at]) || frame[at] == minus else {
                throw FrameError(.number, "no sign stands at \(at): \(spelled(frame))")
            }
            return frame[at] == minus
        }
    }

    private func exponent(
        in frame: [UInt8], written: Int, site: Int?
    ) throws(FrameError) -> Int {
        switch decimals {
        case .inDigits: return -written
        case .site:
            guard let site else {
                throw FrameError(
                    .number, "neither frame nor configuration tells where the point stands")
            }
            return site
        case .digit(let at, let most):
            guard at < frame.count, frame[at] >= 0x30, frame[at] <= 0x30 + UInt8(most) else {
                throw FrameError(.number, "no number of decimals at \(at): \(spelled(frame))")
            }
            return -Int(frame[at] - 0x30)
        case .code(let bits, let exponents, let dummyZeros):
            guard let code = bits.value(in: frame), code < exponents.count else {
                throw FrameError(.number, "no code of the point in \(spelled(frame))")
            }
            guard exponents[code] > 0 else { return exponents[code] }
            switch dummyZeros {
            case .multiply: return exponents[code]
            case .literal: return 0
            case nil:
                throw FrameError(
                    .dummyZeros,
                    "code \(code): compare with the display, then say dummy_zeros in the map")
            }
        }
    }
}
