package import Delivery
import Evidence
import SQLite
import Wire

extension SQLiteJournal {
    /// Keeps a signed batch with its bytes; durable before the first sending.
    package func store(_ batch: StoredBatch, tx: [UInt8]) throws {
        try telling("storing a batch") {
            try database.run(
                """
                INSERT INTO batches (number, first, last, valid_until, tx_hash, tx, state, height)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(batch.id.number), .seq(batch.first), .seq(batch.last),
                    .integer(batch.validUntil),
                    .blob(batch.txHash.bytes), .blob(tx), .integer(batch.state.code),
                    batch.height.map { .integer($0) } ?? .null,
                ])
        }
    }

    /// Keeps how far a batch has come.
    package func set(_ state: DeliveryState, of batch: BatchID) throws {
        try telling("storing a batch") { try write(state, of: batch) }
    }

    /// The stored bytes of a batch; nil when there is no such batch.
    package func transaction(of batch: BatchID) throws -> [UInt8]? {
        try telling("reading a batch") {
            try database.rows(
                "SELECT tx FROM batches WHERE number = ?", [.integer(batch.number)]
            ).first?.blob(0)
        }
    }

    /// The batch as it stands.
    package func batch(_ id: BatchID) throws -> StoredBatch? {
        try telling("reading a batch") {
            try database.rows(
                batchColumns + " WHERE number = ?", [.integer(id.number)]
            ).first.map(storedBatch)
        }
    }

    /// Every batch that covers an entry beyond this one, ended ones included.
    package func batches(beyond seq: UInt64) throws -> [StoredBatch] {
        try telling("reading the batches") {
            try database.rows(
                batchColumns + " WHERE last > ? ORDER BY number", [.seq(seq)]
            ).map(storedBatch)
        }
    }

    /// The highest batch number ever used; 0 before the first.
    package func lastBatch() throws -> BatchID {
        try telling("reading the batches") {
            BatchID(
                try database.rows("SELECT coalesce(max(number), 0) FROM batches").first?.int(0)
                    ?? 0)
        }
    }

    /// Stores a batch's receipts and its state in one transaction.
    package func deliver(
        _ batch: BatchID, height: Int64, receipts: [(seq: UInt64, bytes: [UInt8])]
    ) throws {
        try telling("storing receipts") {
            try database.transaction {
                for receipt in receipts {
                    try database.run(
                        "INSERT OR IGNORE INTO receipts (seq, batch, bytes) VALUES (?, ?, ?)",
                        [
                            .seq(receipt.seq), .integer(batch.number), .blob(receipt.bytes),
                        ])
                }
                try write(.delivered(height: height), of: batch)
                try DeliveredMark.advance(database)
            }
        }
        // The receipts are durable from here: the batch is delivered.
    }

    /// Every entry up to this one has its receipt.
    package func deliveredThrough() throws -> UInt64 {
        try telling("reading the receipts") { try DeliveredMark.read(database) }
    }

    /// The receipt of an entry; nil before its delivery.
    package func receipt(of seq: UInt64) throws -> [UInt8]? {
        try telling("reading the receipts") {
            try database.rows(
                "SELECT bytes FROM receipts WHERE seq = ?", [.seq(seq)]
            ).first?.blob(0)
        }
    }

    private func write(_ state: DeliveryState, of batch: BatchID) throws {
        let changed = try database.run(
            "UPDATE batches SET state = ?, height = ? WHERE number = ?",
            [
                .integer(state.code), state.height.map { .integer($0) } ?? .null,
                .integer(batch.number),
            ])
        guard changed == 1 else {
            throw JournalError(.failed, "there is no batch \(batch) to be \(state)")
        }
    }

    private var batchColumns: String {
        "SELECT number, first, last, tx_hash, valid_until, state, height FROM batches"
    }

    private func storedBatch(_ row: SQLiteRow) throws -> StoredBatch {
        guard let hash = Digest(row.blob(3)),
            let state = DeliveryState(code: row.int(5), height: row.optionalInt(6)),
            let first = UInt64(exactly: row.int(1)), let last = UInt64(exactly: row.int(2)),
            first <= last
        else {
            throw JournalError(
                .damaged, "batch \(row.int(0)) is stored with a state or a range that cannot be")
        }
        return StoredBatch(
            id: BatchID(row.int(0)), first: first, last: last, txHash: hash,
            validUntil: row.int(4), state: state)
    }
}
