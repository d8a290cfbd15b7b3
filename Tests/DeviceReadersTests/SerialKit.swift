import DeviceMaps
import Foundation
import Intake
import TestKit
import Testing
import YAML

@testable import DeviceReaders

/// What the tests of serial readers share: shipped maps, their frames, a reader that runs.
enum SerialKit {
    static func map(_ name: String) throws -> FrameMap {
        let file = Checkout.root.appendingPathComponent("Devices/\(name).yaml")
        let bytes = [UInt8](try Data(contentsOf: file))
        return try FrameMap(parsing: YAML.parse(bytes, file: "\(name).yaml"), bytes: bytes)
    }

    /// The first bytes of a map's golden streams that read as this weight.
    static func frame(_ name: String, weight: String) throws -> [UInt8] {
        let file = Checkout.root.appendingPathComponent("Devices/\(name).replay")
        let text = try String(contentsOf: file, encoding: .utf8)
        let stream = try GoldenStream.streams(in: text, file: name).first { stream in
            stream.pieces.count == 1
                && stream.expected.contains { $0.name == "weight" && $0.value == weight }
        }
        return try #require(stream).pieces[0]
    }

    static func settings(_ route: SerialRoute) -> SerialReader.Settings {
        var settings = SerialReader.Settings(
            route: route, scale: ScaleSettings(exponent: 0, unit: .kilogram))
        settings.interval = .milliseconds(20)
        settings.timeout = .milliseconds(300)
        return settings
    }

    /// Runs a reader beside a device while `body` looks at its lines; all end with it.
    static func reading(
        _ name: String, _ settings: SerialReader.Settings,
        device: @escaping @Sendable () async -> Void = {},
        _ body: (HeardSerial) async throws -> Void
    ) async throws {
        let map = try map(name)
        var settings = settings
        // The golden streams of this one show tonnes, and leave the unit out while they move.
        let unit: MassUnit = name == "rinstrum/fmt-2" ? .tonne : .kilogram
        settings.scale = ScaleMap.frames(map).settings(exponent: 0, unit: unit)
        let reader = SerialReader(map: map, settings: settings, clock: ReaderKit.clock)
        let lines = Lines()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await reader.run(taking: lines.take) }
            group.addTask { await device() }
            try await body(HeardSerial(reader: reader, lines: lines))
            group.cancelAll()
        }
    }

    /// Calls `body` until the task is cancelled, every few milliseconds.
    static func repeatedly(_ body: () -> Void) async {
        while !Task.isCancelled {
            body()
            // Only a cancelled sleep throws, and the loop sees that itself.
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// A reader together with its lines.
struct HeardSerial {
    let reader: SerialReader
    let lines: Lines

    func nextReading() async throws -> (reading: ScaleReading, silences: Int) {
        try await lines.reading()
    }

    func nextSilence() async throws -> String {
        try await lines.silence()
    }

    /// The first silence from here on whose reason holds a text.
    func nextSilence(saying text: String) async throws {
        while !(try await nextSilence()).contains(text) {}
    }
}
