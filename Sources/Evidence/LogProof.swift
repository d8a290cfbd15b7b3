import Wire

/// The answer to the ledger's question `/log`: an entry as it was recorded, and its way through the log.
package struct LogProof: Hashable, Sendable {
    /// The type of the proof operation.
    package static let operation = "weighpost/log/2"

    package let entry: RecordedEntry
    package let way: LedgerPath

    package init(entry: RecordedEntry, way: LedgerPath) {
        (self.entry, self.way) = (entry, way)
    }

    // MARK: The question

    /// What is asked: `[gateway, seq]`.
    package static func question(of gateway: String, _ seq: UInt64) -> [UInt8] {
        CBOR.array([.text(gateway), .unsigned(seq)]).encoded()
    }

    /// The entry that is asked for; nil for what is no question.
    package static func asked(by data: [UInt8]) -> (gateway: String, seq: UInt64)? {
        // Anybody may ask, and what cannot be read is answered like what is not there.
        guard let items = (try? CBOR(decoding: data))?.arrayValue, items.count == 2,
            let gateway = items[0].textValue, let seq = items[1].uint
        else { return nil }
        return (gateway, seq)
    }

    // MARK: The answer

    /// The data of the proof operation; the entry is the answer's value.
    package var bytes: [UInt8] { way.bytes }

    /// Reads an answer's value and the data of its proof operation.
    package init(value: [UInt8], data: [UInt8]) throws(EvidenceError) {
        self.init(entry: try RecordedEntry(leaf: value), way: try LedgerPath(decoding: data))
    }

    /// Checks that the entry stands in the log under an app hash.
    package func verify(appHash: [UInt8]) throws(EvidenceError) {
        try way.verify(
            entry.leaf, under: \.log, appHash: appHash,
            orElse: "the entry is not in the ledger's log")
    }
}
