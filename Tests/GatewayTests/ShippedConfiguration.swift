import Foundation
import TestKit

/// A copy of the configuration that is shipped, for one test; maps lie where they are.
struct ShippedConfiguration {
    let folder: TemporaryDirectory
    var file: String { folder.file("Config/weighpost.yaml") }
    /// The one drop-in.
    var dropIn: String { file + ".d/1.yaml" }

    init() throws {
        folder = try TemporaryDirectory()
        let root = Checkout.root
        try FileManager.default.copyItem(
            atPath: root.appendingPathComponent("Config").path, toPath: folder.file("Config"))
        // Where the packaged maps lie on a site's box, they lie here in the checkout.
        let devices = folder.file("Config/devices.yaml")
        let text = try String(contentsOfFile: devices, encoding: .utf8)
            .replacingOccurrences(
                of: "/usr/share/weighpost/Devices",
                with: root.appendingPathComponent("Devices").path)
        try text.write(toFile: devices, atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(
            atPath: file + ".d", withIntermediateDirectories: false)
    }

    /// Replaces the drop-in.
    func layOver(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: dropIn))
    }
}
