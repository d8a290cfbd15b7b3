package import Foundation

/// A directory of its own for one test; it goes away with the value.
package final class TemporaryDirectory: Sendable {
    /// Where it is.
    package let url: URL
    /// Where it is, as a path.
    package var path: String { url.path }

    /// Makes an empty directory only this user may enter.
    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("weighpost-\(UUID().uuidString.prefix(13))")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        // What is left over is in the system's temporary place, which cleans itself.
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file in it, which need not exist.
    package func file(_ name: String) -> String {
        url.appendingPathComponent(name).path
    }
}
