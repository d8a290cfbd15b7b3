/// Questions to a real device with its answers, and what the map must make of them.
///
/// The lines of a `.replay` file: `#` comment, `>` request, `<` answer, `=` what it means, a blank
/// line between two of them; `rtu` or `tcp` after the bracket says how the frames are wrapped. A
/// weighing that takes several requests has as many pairs before its `=`.
package struct GoldenFrame: Sendable, Hashable {
    /// The comment lines above the frame.
    package let title: String
    /// The line of the request in its file.
    package let line: Int
    /// In the order in which they travel; never empty.
    package let exchanges: [Exchange]
    /// Names and what is expected of them, as written.
    package let expected: [Expectation]

    /// One question and its answer.
    package struct Exchange: Sendable, Hashable {
        package let request: WireFrame
        package let answer: WireFrame
    }

    /// One `name=value` of the `=` line.
    package struct Expectation: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    /// Reads the frames of a file.
    package static func frames(
        in text: String, file: String
    ) throws(GoldenFrameError) -> [GoldenFrame] {
        var frames: [GoldenFrame] = []
        var title: [String] = []
        var request: WireFrame?
        var exchanges: [Exchange] = []
        var first = 0
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let place = "\(file):\(index + 1)"
            let body = String(line.dropFirst().drop { $0 == " " })
            switch line.first {
            case nil where request == nil && exchanges.isEmpty: title = []
            case "#" where request == nil && exchanges.isEmpty: title.append(body)
            case ">" where request == nil:
                request = try frame(body, at: place)
                if exchanges.isEmpty { first = index + 1 }
            case "<":
                guard let asked = request else { fallthrough }
                exchanges.append(
                    Exchange(request: asked, answer: try frame(body, at: place)))
                request = nil
            case "=" where request == nil && !exchanges.isEmpty:
                frames.append(
                    GoldenFrame(
                        title: title.joined(separator: " "), line: first, exchanges: exchanges,
                        expected: try expectations(body, at: place)))
                (exchanges, title) = ([], [])
            default:
                throw GoldenFrameError(
                    place: place,
                    message: "a golden frame is three lines: > request, < answer, = what it means")
            }
        }
        guard request == nil, exchanges.isEmpty else {
            throw GoldenFrameError(place: file, message: "the last frame has no \"=\" line")
        }
        return frames
    }

    private static func frame(
        _ text: String, at place: String
    ) throws(GoldenFrameError) -> WireFrame {
        var words = text.split(separator: " ")
        let framing = words.isEmpty ? "" : words.removeFirst()
        let bytes = words.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        guard bytes.count == words.count, framing == "rtu" || framing == "tcp" else {
            throw GoldenFrameError(
                place: place, message: "write rtu or tcp, then bytes of two hex digits")
        }
        do {
            return framing == "rtu" ? try WireFrame(rtu: bytes) : try WireFrame(tcp: bytes)
        } catch {
            throw GoldenFrameError(place: place, message: "\(error)")
        }
    }

    private static func expectations(
        _ text: String, at place: String
    ) throws(GoldenFrameError) -> [Expectation] {
        var expected: [Expectation] = []
        for part in text.split(separator: " ") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw GoldenFrameError(
                    place: place, message: "\"\(part)\" is not of the form name=value")
            }
            expected.append(Expectation(name: String(sides[0]), value: String(sides[1])))
        }
        return expected
    }
}

/// What is wrong with a file of golden frames.
package struct GoldenFrameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `file:line`.
    package let place: String
    package let message: String

    package var description: String { "\(place): \(message)" }
}
