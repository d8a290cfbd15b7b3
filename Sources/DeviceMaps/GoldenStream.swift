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
            if let stream = try draft.take(line, number: index + 1, file: file) {
                streams.append(stream)
                draft = Draft()
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

        /// Takes a line of the file; the stream, when this line ends one.
        mutating func take(
            _ line: Substring, number: Int, file: String
        ) throws(GoldenFrameError) -> GoldenStream? {
            let place = "\(file):\(number)"
            let body = String(line.dropFirst().drop { $0 == " " })
            switch line.first {
            case nil where isEmpty: title = []
            case "#" where isEmpty: title.append(body)
            case ">" where isEmpty:
                (request, self.line) = (try GoldenStream.bytes(body, at: place), number)
            case "<":
                pieces.append(try GoldenStream.bytes(body, at: place))
                if self.line == 0 { self.line = number }
            case "=" where !pieces.isEmpty:
                return GoldenStream(
                    title: title.joined(separator: " "), line: self.line, request: request,
                    pieces: pieces,
                    expected: try GoldenStream.expectations(body, at: place))
            default:
                throw GoldenFrameError(
                    place: place,
                    message: "a golden stream is lines of < bytes and one of = what they mean")
            }
            return nil
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
