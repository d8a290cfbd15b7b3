import ControlServer
import Glibc

/// What standard output is: a terminal that can be drawn on, or a file or a pipe.
struct Terminal {
    private let isTerminal: Bool

    /// Standard output; `plain` where lines are printed one after the other whatever it is.
    init(plain: Bool) { isTerminal = !plain && isatty(STDOUT_FILENO) == 1 }

    /// Whether colours are wanted: on a terminal, unless NO_COLOR says otherwise (no-color.org).
    var hasColours: Bool {
        guard isTerminal, let kind = getenv("TERM"), strcmp(kind, "dumb") != 0 else {
            return false
        }
        guard let word = getenv("NO_COLOR") else { return true }
        return word.pointee == 0
    }

    /// The terminal's size now; what every terminal has where it does not tell.
    var size: StatusScreen.Size {
        var window = winsize()
        guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0,
            window.ws_col > 0, window.ws_row > 0
        else { return .usual }
        return StatusScreen.Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    /// Takes the whole screen, without a cursor.
    func clear() { control("\u{1B}[?25l\u{1B}[H\u{1B}[2J") }

    /// Draws lines over those that were there (ECMA-48: cursor position, erase in line and page).
    func draw(_ lines: [String]) {
        guard isTerminal else {
            for line in lines { Output.line(line) }
            return
        }
        let text = lines.map { "\($0)\u{1B}[K\r\n" }.joined()
        // In one piece, so that nobody sees half a picture.
        Output.write("\u{1B}[H\(text)\u{1B}[J", to: STDOUT_FILENO)
    }

    /// Gives the cursor back, on a line of its own.
    func restore() { control("\u{1B}[?25h\n") }

    private func control(_ text: String) {
        if isTerminal { Output.write(text, to: STDOUT_FILENO) }
    }
}
