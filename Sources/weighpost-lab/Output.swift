import Glibc
import SiteLab

/// Standard output, whole and at once: a reader at the other end of a pipe sees each line as it
/// happens.
enum Output {
    /// Writes without a buffer of its own: to empty all buffers would wait for every stream that
    /// some thread reads just now.
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            // Nobody reads any more: there is nobody to tell.
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, written))
        }
    }

    /// Prints events in words or as JSON, one a line.
    static func reporter(json: Bool) -> @Sendable (LabEvent) -> Void {
        { event in write((json ? event.json : event.text) + "\n") }
    }
}
