import Foundation

/// Damages a file as little as can be.
package enum Flip {
    /// Flips the lowest bit of the byte that stands at `share` of the file's length, 0 to 1.
    package static func byte(at share: Double, of path: String) throws {
        let url = URL(fileURLWithPath: path)
        var bytes = [UInt8](try Data(contentsOf: url))
        bytes[min(bytes.count - 1, Int(Double(bytes.count) * share))] ^= 1
        try Data(bytes).write(to: url)
    }
}
