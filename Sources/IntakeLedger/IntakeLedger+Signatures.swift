import Evidence
import LightClients
import Synchronization
import Wire

extension IntakeLedger {
    /// Reads the batches of a block that were not seen before, and checks every signature in them, as
    /// its checker does: on all cores where it is given that.
    ///
    /// Only what is good is remembered. Everything is judged in its turn all the same, and what is not
    /// good is refused there: results are the same with every checker, and without this.
    package mutating func look(at transactions: [[UInt8]]) {
        let new = readNew(transactions)
        for (name, batch) in new { seen.keep(batch, name) }
        let entries = new.indices.flatMap { place in
            new[place].batch.entries.map { (batch: place, message: $0.message) }
        }
        var (first, bad) = (0, Set<Int>())
        while first < entries.count {
            let start = first
            let found = checker.firstBad(among: entries.count - start) { place in
                let entry = entries[start + place]
                return entry.message.isSigned(by: new[entry.batch].batch.key)
            }
            guard let found else { break }
            // One bad entry is enough to know of its batch.
            let batch = entries[start + found].batch
            bad.insert(batch)
            first = entries[start...].firstIndex { $0.batch > batch } ?? entries.count
        }
        for place in new.indices where !bad.contains(place) {
            seen.signed.insert(new[place].name)
        }
    }

    /// The batches that can be read and are signed with their gateways' keys, in their order.
    ///
    /// One behind a change of keys in the same block has another key; it is read in its turn.
    private func readNew(
        _ transactions: [[UInt8]]
    ) -> [(name: Digest, batch: SubmittedBatch)] {
        let candidates = transactions.filter { !SignedResolution.isOne($0) }
        let read = Mutex<[Int: (name: Digest, batch: SubmittedBatch)]>([:])
        let (known, registry, chainID) = (seen.batches, registry, chainID)
        // All of them are looked at: none counts as bad here.
        _ = checker.firstBad(among: candidates.count) { place in
            let name = Digest.of(candidates[place])
            guard known[name] == nil,
                let batch = Self.read(candidates[place], chainID: chainID, registry)
            else { return true }
            read.withLock { $0[place] = (name, batch) }
            return true
        }
        return read.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func read(
        _ bytes: [UInt8], chainID: String, _ registry: Registry
    ) -> SubmittedBatch? {
        do throws(Refusal) {
            return try SubmittedBatch(bytes, chainID: chainID) { header, thumbprint in
                registry[header.gateway].map {
                    SubmittedBatch.Sender(
                        registration: $0,
                        key: $0.key(thumbprint, through: header.last) ?? $0.key)
                }
            }
        } catch {
            // It is refused when its turn comes, with the reason.
            return nil
        }
    }
}

extension COSESign1 {
    /// Whether it is signed with a key.
    func isSigned(by key: VerifyingKey) -> Bool {
        do {
            try verify(key)
            return true
        } catch {
            return false
        }
    }
}
