import SQLite
package import Wire

extension LedgerReader {
    /// The transactions that the state names: what showed that a gateway signed two entries of one
    /// number, and what the authorities have signed; by their digests.
    package func evidence() throws -> [(digest: Digest, bytes: [UInt8])] {
        try database.rows("SELECT digest, bytes FROM evidence ORDER BY digest").map { row in
            guard let digest = Digest(row.blob(0)), digest == Digest.of(row.blob(1)) else {
                throw LedgerStoreError(
                    .damaged, "what \(path) keeps as evidence is not what it was kept as")
            }
            return (digest, row.blob(1))
        }
    }
}
