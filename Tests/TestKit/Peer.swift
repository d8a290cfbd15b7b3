import Foundation

/// The second reader of our formats, in Python upon third-party libraries: `Tests/Peers/peer.py`.
package enum Peer {
    package static let python = Checkout.root.appendingPathComponent(".venv/bin/python").path

    /// Whether its interpreter and its libraries were installed.
    package static let isPresent = FileManager.default.isExecutableFile(atPath: python)

    /// Runs it to its end.
    package static func run(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run([script("peer.py")] + arguments, executable: python)
    }

    /// Where a script of ours lies.
    package static func script(_ name: String) -> String {
        Checkout.root.appendingPathComponent("Tests/Peers/\(name)").path
    }
}
