import Evidence
import TestKit
import Wire

/// What it costs to make one entry of a load.
enum EntryFigures {
    /// Encoded, salted, signed and read back, as the agent makes it; nothing is stored.
    static func measured() throws -> [Figure] {
        let load = try SampleLoad()
        var salts = SeededGenerator(seed: 1)
        let sample = try load.entry(after: .start, salts: &salts)
        let hidden = sample.disclosures.map(\.value.encodedCount).reduce(0, +)
        let made = try Ruler.perSecond(count: 500) { _ in
            _ = try load.entry(after: .start, salts: &salts)
        }
        return [
            Figure(
                "entry-make", unit: "1/s",
                about: "entries of a load with evidence, parties and plate claims: encoded, "
                    + "salted, signed and read back, not stored; \(sample.entry.bytes.count) "
                    + "bytes and \(hidden) bytes of claims",
                runs: made)
        ]
    }
}
