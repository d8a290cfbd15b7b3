import DeviceMaps
import Documents
import Foundation
import Intake
import TestKit
import YAML

/// The shipped frame maps, and ways to change them.
enum FrameMaps {
    private static let devices = Checkout.root.appendingPathComponent("Devices")

    /// Every map that ships, as maker/model.
    static let all = [
        "a-and-d/standard", "cas/22-byte", "dini-argeo/standard", "flintec/bsi",
        "flintec/continuous", "flintec/fast", "general-measure/m02-serial", "gram/pc0",
        "mettler-toledo/continuous",
        "mettler-toledo/continuous-plain", "rice-lake/stream", "rinstrum/fmt-2", "rinstrum/fmt-4",
        "rinstrum/fmt-5", "sma/standard", "yaohua/xk3190-a12e", "yaohua/xk3190-command",
        "yaohua/xk3190-tf0",
    ]

    /// What the folder of devices really holds, maps of registers left out.
    static func found() throws -> [String] {
        let files = FileManager.default.enumerator(atPath: devices.path)
        var names: [String] = []
        while let file = files?.nextObject() as? String {
            guard file.hasSuffix(".yaml"), try text(file).contains("\nframe_map: ") else {
                continue
            }
            names.append(String(file.dropLast(5)))
        }
        return names.sorted()
    }

    static func text(_ file: String) throws -> String {
        try String(contentsOf: devices.appendingPathComponent(file), encoding: .utf8)
    }

    /// The map of that name, with some text of its file replaced.
    static func map(
        _ name: String, replacing old: String = "", with new: String = ""
    ) throws -> FrameMap {
        var text = try text(name + ".yaml")
        if !old.isEmpty {
            precondition(text.contains(old), "\(name) does not say \(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        return try parsed(text, file: name + ".yaml")
    }

    static func parsed(_ text: String, file: String = "map.yaml") throws -> FrameMap {
        let bytes = [UInt8](text.utf8)
        return try FrameMap(parsing: YAML.parse(bytes, file: file), bytes: bytes)
    }

    static func streams(_ name: String) throws -> [GoldenStream] {
        try GoldenStream.streams(in: text(name + ".replay"), file: name + ".replay")
    }

    /// Every frame of the golden streams of a map.
    static func frames(_ name: String) throws -> [[UInt8]] {
        let map = try map(name)
        return try streams(name).flatMap { stream in
            var scanner = map.scanner()
            return scanner.receive(stream.pieces.flatMap { $0 }).compactMap {
                if case .frame(let frame) = $0 { frame } else { nil }
            }
        }
    }

    /// What a map reads in a frame.
    static func reading(
        _ frame: [UInt8], with map: FrameMap,
        settings: ScaleSettings = ScaleSettings(exponent: 0, unit: .kilogram),
        address: FrameAddress = .first
    ) throws(FrameError) -> ScaleReading {
        try map.reading(
            from: frame, settings: settings, address: address,
            wall: WallTime(seconds: 1_000, nanoseconds: 5, clock: .synchronised),
            monotonic: MonotonicTime(nanoseconds: 77))
    }
}
