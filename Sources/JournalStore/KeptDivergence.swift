import SQLite

/// Two blocks that contradicted each other, as they are kept.
package struct KeptDivergence: Hashable, Sendable {
    /// When it was found, seconds since 1970.
    package let found: Int64
    /// What was found, in words.
    package let words: String
    /// The evidence that the primary's block is an attack, in JSON; nil without votes.
    package let againstPrimary: [UInt8]?
    /// The same against the witness's.
    package let againstWitness: [UInt8]?

    package init(
        found: Int64, words: String, againstPrimary: [UInt8]?, againstWitness: [UInt8]?
    ) {
        (self.found, self.words) = (found, words)
        (self.againstPrimary, self.againstWitness) = (againstPrimary, againstWitness)
    }

    static let openOnes = """
        SELECT found, words, against_primary, against_witness FROM divergences
        WHERE settled IS NULL ORDER BY number
        """

    init(_ row: SQLiteRow) {
        self.init(
            found: row.int(0), words: row.text(1), againstPrimary: row.optionalBlob(2),
            againstWitness: row.optionalBlob(3))
    }
}
