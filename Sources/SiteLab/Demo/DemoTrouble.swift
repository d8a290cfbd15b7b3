/// Why the demo cannot go on: what failed, and what to try.
package struct DemoTrouble: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Somebody pressed Ctrl-C, or asked the demo to end.
struct DemoInterrupted: Error {}
