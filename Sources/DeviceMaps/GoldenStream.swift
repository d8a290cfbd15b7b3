/// Bytes of a serial line, and what a frame map must make of them.
///
/// The lines of a `.replay` file of a frame map: `#` comment, perhaps `>` the question, one `<` or
/// more with the bytes in the pieces they come in, `=` what they mean, a blank line between two;
/// the word `bytes` after the bracket, then two hex digits a byte.
package struct GoldenStream: Sendable, Hashable {
    /// The comment lines above it.
    package let title: String
    /// The line of its first bytes in the file.
    package let line: Int
    /// The question; nil for a device that speaks by itself.
    package let request: [UInt8]?
    package let pieces: [[UInt8]]
    /// Names and what is expected of them, as written.
    package let expected: [GoldenFrame.Expectation]

    /// Reads the streams of a file.
    package static func streams(
        in text: String, file: String
    ) throws(GoldenFrameError) -> [GoldenStream] {
        var streams: [GoldenStream] = []
        var draft = Draft()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let place = "\(file):\(index + 1)"
            let body = String(line.dropFirst().drop { $0 == " " })
            switch line.first {
            case nil where draft.isEmpty: draft = Draft()
            case "#" where draft.isEmpty: draft.title.append(body)
            case ">" where draft.isEmpty:
                draft.request = try bytes(body, at: place)
                draft.line = index + 1
            case "<":
                draft.pieces.append(try bytes(body, at: place))
                if draft.line == 0 { draft.line = index + 1 }
            case "=" where !draft.pieces.isEmpty:
                streams.append(draft.stream(try expectations(body, at: place)))
                draft = Draft()
            default:
                throw GoldenFrameError(
                    place: place,
                    message: "a golden stream is lines of < bytes and one of = what they mean")
            }
        }
        guard draft.isEmpty else {
            throw GoldenFrameError(place: file, message: "the last bytes have no \"=\" line")
        }
        return streams
    }

    private struct Draft {
        var title: [String] = []
        var line = 0
        var request: [UInt8]?
        var pieces: [[UInt8]] = []

        var isEmpty: Bool { request == nil && pieces.isEmpty }

        func stream(_ expected: [GoldenFrame.Expectation]) -> GoldenStream {
            GoldenStream(
                title: title.joined(separator: " "), line: line, request: request,
                pieces: pieces, expected: expected)
        }
    }

    private static func bytes(
        _ text: String, at place: String
    ) throws(GoldenFrameError) -> [UInt8] {
        let words = text.split(separator: " ")
        let bytes = words.dropFirst().compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        guard words.first == "bytes", bytes.count == words.count - 1, !bytes.isEmpty else {
            throw GoldenFrameError(
                place: place, message: "write the word bytes, then bytes of two hex digits")
        }
        return bytes
    }

    private static func expectations(
        _ text: String, at place: String
    ) throws(GoldenFrameError) -> [GoldenFrame.Expectation] {
        var expected: [GoldenFrame.Expectation] = []
        for part in text.split(separator: " ") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw GoldenFrameError(
                    place: place, message: "\"\(part)\" is not of the form name=value")
            }
            expected.append(
                GoldenFrame.Expectation(name: String(sides[0]), value: String(sides[1])))
        }
        return expected
    }
}
