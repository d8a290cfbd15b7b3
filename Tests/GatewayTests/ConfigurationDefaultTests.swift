import Documents
import Foundation
import TestKit
import Testing
import Wire

@testable import Gateway

@Suite("The configuration that is shipped")
struct ConfigurationDefaultTests {
    private let shipped: ShippedConfiguration
    private var file: String { shipped.file }

    init() throws { shipped = try ShippedConfiguration() }

    /// Everything a configuration says, word by word; what is in no order has none here either.
    private func words(_ configuration: Configuration) -> [Substring] {
        var configuration = configuration
        configuration.digest = .zero
        return String(describing: configuration).split { " ,()[]".contains($0) }.sorted()
    }

    @Test("a default that is written out says what it says unwritten, one by one")
    func defaults() throws {
        let plain = words(try ConfigurationFile.load(file))
        var count = 0
        for value in try ConfigurationFile.effective(file) where value.place == nil {
            // Keys inside lists, and of other files, cannot be laid over.
            guard !value.name.contains("["), !value.name.contains(": ") else { continue }
            count += 1
            let keys = value.name.split(separator: ".")
            let text =
                keys.map { "{\($0): " }.joined() + value.text
                + String(repeating: "}", count: keys.count)
            try shipped.layOver(text)
            #expect(words(try ConfigurationFile.load(file)) == plain, "\(value.name)")
        }
        #expect(count >= 8)
    }

    @Test("its digest tells every change of every file, and nothing else does")
    func digest() throws {
        let first = try ConfigurationFile.load(file).digest
        #expect(try ConfigurationFile.load(file).digest == first)
        let vehicles = shipped.folder.file("Config/vehicles.yaml")
        let text = try String(contentsOfFile: vehicles, encoding: .utf8)
        try (text + "# nothing\n").write(toFile: vehicles, atomically: true, encoding: .utf8)
        #expect(try ConfigurationFile.load(file).digest != first)
    }
}
