import DeviceMaps
import Documents
import Foundation
import TestKit
import YAML

/// The shipped map of the Flintec FT-10, and ways to read other maps.
enum FT10 {
    static let folder = Checkout.root.appendingPathComponent("Devices/flintec")

    static let bytes: [UInt8] = {
        do {
            return [UInt8](try Data(contentsOf: folder.appendingPathComponent("ft-10.yaml")))
        } catch {
            preconditionFailure("Devices/flintec/ft-10.yaml: \(error)")
        }
    }()

    /// The map with some text of its file replaced.
    static func map(replacing old: String = "", with new: String = "") throws -> DeviceMap {
        var text = String(decoding: bytes, as: UTF8.self)
        if !old.isEmpty {
            precondition(text.contains(old), "the map does not say \(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        let edited = [UInt8](text.utf8)
        return try DeviceMap(parsing: YAML.parse(edited, file: "ft-10.yaml"), bytes: edited)
    }

    static func frames() throws -> [GoldenFrame] {
        let text = try String(
            contentsOf: folder.appendingPathComponent("ft-10.replay"), encoding: .utf8)
        return try GoldenFrame.frames(in: text, file: "ft-10.replay")
    }
}
