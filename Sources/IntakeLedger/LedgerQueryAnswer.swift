/// What the ledger answers to a question about its state.
package struct LedgerQueryAnswer: Hashable, Sendable {
    /// Whether there is an answer.
    package enum Code: UInt32, Hashable, Sendable {
        /// The value is the answer.
        case found = 0
        /// There is no such question.
        case unknownPath = 1
        /// The ledger has nothing under this key.
        case notFound = 2
        /// The state after that block is no longer kept, or not yet there.
        case heightNotKept = 3
    }

    /// One step of a proof, as CometBFT carries it.
    package struct ProofStep: Hashable, Sendable {
        /// Which kind of proof it is, by name and version.
        package let type: String
        /// What was asked about.
        package let key: [UInt8]
        /// The proof, CBOR.
        package let data: [UInt8]
    }

    /// Whether there is an answer.
    package let code: Code
    /// What was asked about.
    package let key: [UInt8]
    /// The answer; empty when there is none.
    package let value: [UInt8]
    /// The proof against the app hash of the header after `height`.
    package let proof: [ProofStep]
    /// The height whose state answers.
    package let height: Int64
    /// The reason in words; empty for an answer.
    package let log: String
}
