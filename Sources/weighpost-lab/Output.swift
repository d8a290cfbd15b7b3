import Glibc
import SiteLab

/// Standard output, whole and at once: a reader at the other end of a pipe sees each line as it
/// happens.
enum Output {
    static func write(_ text: String) {
        print(text, terminator: "")
        fflush(nil)
    }

    /// Prints events in words or as JSON, one a line.
    static func reporter(json: Bool) -> @Sendable (LabEvent) -> Void {
        { event in write((json ? event.json : event.text) + "\n") }
    }
}
