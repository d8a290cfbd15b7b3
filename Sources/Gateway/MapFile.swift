package import DeviceMaps
import Documents
import YAML

/// A device map on disk, with the golden frames beside it.
package struct MapFile: Sendable {
    package let path: String
    package let map: DeviceMap
    /// Nil where there is no `.replay` beside the map.
    package let frames: [GoldenFrame]?

    /// Reads both files.
    ///
    /// - Throws: `GatewayError` with file, line and column.
    package init(_ path: String) throws(GatewayError) {
        self.path = path
        do {
            let bytes = try ConfigurationFile.bytes(of: path)
            map = try DeviceMap(parsing: try YAML.parse(bytes, file: path), bytes: bytes)
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
        let replay = MapFile.replayPath(of: path)
        guard ConfigurationFile.exists(replay) else {
            frames = nil
            return
        }
        do {
            let text = String(decoding: try ConfigurationFile.bytes(of: replay), as: UTF8.self)
            frames = try GoldenFrame.frames(in: text, file: replay)
        } catch let error as GoldenFrameError {
            throw GatewayError(.configuration, "\(error)")
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
    }

    /// Where the golden frames of a map lie.
    package static func replayPath(of path: String) -> String {
        path.hasSuffix(".yaml") ? path.dropLast(5) + ".replay" : path + ".replay"
    }

    /// What a technician should mend, beside what the parser refuses; empty for a map as shipped.
    package var findings: [String] {
        guard let frames, !frames.isEmpty else {
            return [
                "\(path): there are no golden frames beside it (\(MapFile.replayPath(of: path))): "
                    + "a map nobody has replayed may not sign records"
            ]
        }
        var findings = frames.flatMap { frame in
            map.mismatches(in: frame).map {
                "\(MapFile.replayPath(of: path)):\(frame.line): \($0) (\(frame.title))"
            }
        }
        let weights = frames.flatMap(\.expected).filter { $0.name == "weight" }
            .compactMap { Int64($0.value) }
        if !weights.contains(where: { $0 > 65_535 }) {
            findings.append("\(path): no golden frame shows a weight above 65,535 counts")
        }
        if !weights.contains(where: { $0 < 0 }) {
            findings.append("\(path): no golden frame shows a weight below zero")
        }
        if map.grade == 3 {
            findings.append("\(path): grade 3: to be probed against known loads before it signs")
        }
        return findings
    }
}
