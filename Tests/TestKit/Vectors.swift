package import Foundation

/// Where the shared test vectors lie, when they do.
///
/// They stand beside the checkout in `shared/vectors`, or where `WEIGHPOST_VECTORS` says. A test
/// that needs them is enabled only where they are, and says their name where they are not.
package enum Vectors {
    /// The folder of vectors, or nil where this machine has none.
    package static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["WEIGHPOST_VECTORS"]
        let beside = Checkout.root.deletingLastPathComponent()
            .appendingPathComponent("shared/vectors")
        let folder = named.map { URL(fileURLWithPath: $0) } ?? beside
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// Whether the vectors are here; `.enabled(if:)` of every test that reads them.
    package static var arePresent: Bool { folder != nil }

    /// The lines of one `.jsonl` file.
    package static func lines(_ name: String) throws -> [Data] {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        return try Data(contentsOf: folder.appendingPathComponent(name))
            .split(separator: UInt8(ascii: "\n"))
            .map { Data($0) }
    }
}

/// The project's own folder, found from where this file was compiled.
package enum Checkout {
    /// The folder that holds `Package.swift`.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
