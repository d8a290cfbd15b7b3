/// Neighbouring registers that belong together: a value, or a range that must not be touched.
package struct RegisterSpan: Sendable, Hashable {
    package let table: RegisterTable
    /// Wire addresses, 0...65535; never empty.
    package let addresses: ClosedRange<Int>

    package init(_ table: RegisterTable, _ addresses: ClosedRange<Int>) {
        precondition(addresses.lowerBound >= 0 && addresses.upperBound <= 65_535)
        (self.table, self.addresses) = (table, addresses)
    }

    /// Whether they share a register.
    package func touches(_ other: RegisterSpan) -> Bool {
        table == other.table && addresses.overlaps(other.addresses)
    }
}

/// How much a device lets itself be asked at once.
package struct RegisterLimits: Sendable, Hashable {
    /// The most registers in one request; the protocol itself ends at 125.
    package let maxRegisters: Int
    /// How many registers nobody asked for may be read to save a request.
    package let maxGap: Int

    package init(maxRegisters: Int = 125, maxGap: Int = 0) {
        precondition((1...125).contains(maxRegisters) && maxGap >= 0)
        (self.maxRegisters, self.maxGap) = (maxRegisters, maxGap)
    }
}

/// One read of neighbouring registers; only a `RegisterPlan` makes one that is sent.
///
/// So no reader can ask for a register that a map forbids: there is no request that says so.
package struct RegisterRequest: Sendable, Hashable {
    package let span: RegisterSpan

    /// Which table, and with it which function.
    package var table: RegisterTable { span.table }
    /// The wire address of the first register.
    package var address: UInt16 { UInt16(span.addresses.lowerBound) }
    /// How many registers.
    package var count: Int { span.addresses.count }

    fileprivate init(_ span: RegisterSpan) {
        self.span = span
    }

    /// The request in two halves, for a device that lacks a register in the middle; a request for
    /// one register has none.
    package var halves: [RegisterRequest] {
        guard count > 1 else { return [] }
        let (first, last) = (span.addresses.lowerBound, span.addresses.upperBound)
        let middle = first + count / 2
        return [first...(middle - 1), middle...last].map {
            RegisterRequest(RegisterSpan(table, $0))
        }
    }

    /// The request of a recorded frame: it was made once, and nobody makes it from here.
    init(recorded span: RegisterSpan) {
        self.span = span
    }
}

/// What a device answered to one request.
package struct RegisterAnswer: Sendable, Hashable {
    package let request: RegisterRequest
    /// One word a register, lowest address first.
    package let words: [UInt16]

    package init(to request: RegisterRequest, words: [UInt16]) {
        (self.request, self.words) = (request, words)
    }

    /// The words as bytes, high byte first; the bits of a table of bits packed, the first lowest.
    var bytes: [UInt8] {
        guard request.table.isBits else {
            return words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
        var bytes = [UInt8](repeating: 0, count: (words.count + 7) / 8)
        for (place, bit) in words.enumerated() where bit != 0 {
            bytes[place / 8] |= 1 << UInt8(place % 8)
        }
        return bytes
    }
}

extension RegisterAnswer {
    /// Answers that follow each other without a gap, as one; of different moments, so only for
    /// looking at a device whose load stands still.
    package static func joined(_ answers: [RegisterAnswer]) -> [RegisterAnswer] {
        let ordered = answers.sorted {
            ($0.request.table.readFunction, $0.request.address)
                < ($1.request.table.readFunction, $1.request.address)
        }
        return ordered.reduce(into: []) { joined, next in
            guard let last = joined.last, last.request.table == next.request.table,
                Int(last.request.address) + last.words.count == Int(next.request.address)
            else { return joined.append(next) }
            let first = last.request.span.addresses.lowerBound
            let span = RegisterSpan(
                next.request.table, first...next.request.span.addresses.upperBound)
            joined[joined.count - 1] = RegisterAnswer(
                to: RegisterRequest(recorded: span), words: last.words + next.words)
        }
    }
}

/// Why no plan was made.
package enum RegisterPlanError: Error, Hashable, CustomStringConvertible {
    case forbidden(RegisterSpan)
    case tooLong(RegisterSpan, limit: Int)

    package var description: String {
        switch self {
        case .forbidden(let span):
            "\(span.table) registers \(span.addresses) (wire) touch a forbidden range"
        case .tooLong(let span, let limit):
            "\(span.table) registers \(span.addresses) (wire) are more than the \(limit) "
                + "the device answers at once"
        }
    }
}

/// The fewest requests that read all the spans asked for, within the limits of the device.
///
/// A span is never split over two requests, and a forbidden register is in none of them: neither
/// asked for, nor read on the way across a gap.
package struct RegisterPlan: Sendable, Hashable {
    package let requests: [RegisterRequest]

    package init(
        reading spans: [RegisterSpan], forbidden: [RegisterSpan], limits: RegisterLimits
    ) throws(RegisterPlanError) {
        var merged: [RegisterSpan] = []
        let ordered = spans.sorted {
            ($0.table.readFunction, $0.addresses.lowerBound)
                < ($1.table.readFunction, $1.addresses.lowerBound)
        }
        for span in ordered {
            guard !forbidden.contains(where: span.touches) else { throw .forbidden(span) }
            guard span.addresses.count <= limits.maxRegisters else {
                throw .tooLong(span, limit: limits.maxRegisters)
            }
            if let last = merged.last,
                let joined = Self.joined(last, span, forbidden: forbidden, limits: limits)
            {
                merged[merged.count - 1] = joined
            } else {
                merged.append(span)
            }
        }
        requests = merged.map { RegisterRequest($0) }
    }

    private static func joined(
        _ last: RegisterSpan, _ next: RegisterSpan, forbidden: [RegisterSpan],
        limits: RegisterLimits
    ) -> RegisterSpan? {
        guard last.table == next.table,
            next.addresses.lowerBound - last.addresses.upperBound - 1 <= limits.maxGap
        else { return nil }
        let upper = max(last.addresses.upperBound, next.addresses.upperBound)
        let joined = RegisterSpan(last.table, last.addresses.lowerBound...upper)
        guard joined.addresses.count <= limits.maxRegisters,
            !forbidden.contains(where: joined.touches)
        else { return nil }
        return joined
    }
}
