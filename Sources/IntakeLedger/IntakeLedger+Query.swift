import Evidence
import Wire

extension IntakeLedger {
    /// Answers a question about the state after a block; 0 means the last one.
    ///
    /// `/head`: data is the gateway's URI as UTF-8; the value is `[gateway, seq, digest]`, and the
    /// proof's data `[path, [5 root leaf]]` (`HeadProof`). `/log`: data is `[gateway, seq]` in CBOR;
    /// the value is the leaf of that entry (`RecordedEntry`), and the proof's data the same pair with
    /// its path in the log (`LogProof`). The states after the last 128 blocks are kept.
    package func query(path: String, data: [UInt8], height: Int64 = 0) -> LedgerQueryAnswer {
        guard let snapshot = height == 0 ? snapshots.newest : snapshots.at(height) else {
            return none(
                .heightNotKept, data, height, "the state after block \(height) is not here")
        }
        switch path {
        case "/head": return head(data, snapshot)
        case "/log": return logged(data, snapshot)
        default: return none(.unknownPath, data, snapshot.height, "ask /head or /log")
        }
    }

    private func head(_ data: [UInt8], _ snapshot: Snapshot) -> LedgerQueryAnswer {
        // Byte by byte, as gateways are named.
        let place = snapshot.heads.firstIndex { $0.gateway.utf8.elementsEqual(data) }
        guard let place, GatewayURI.isOne(snapshot.heads[place].gateway) else {
            return none(.notFound, data, snapshot.height, "no such gateway")
        }
        let leaves = snapshot.heads.map { MerkleTree.leafHash($0.bytes) }
        let path = MerklePath(
            index: UInt64(place), total: UInt64(leaves.count),
            aunts: MerkleTree.path(at: place, in: leaves))
        let proof = HeadProof(
            head: snapshot.heads[place], way: LedgerPath(path: path, roots: snapshot.roots))
        return found(
            data, proof.head.bytes, HeadProof.operation, proof.bytes, snapshot.height)
    }

    private func logged(_ data: [UInt8], _ snapshot: Snapshot) -> LedgerQueryAnswer {
        // A name beyond a URI's characters may count as a gateway's where texts are compared as people
        // read: the leaf would have that name, and be in no log.
        guard let (gateway, seq) = LogProof.asked(by: data), GatewayURI.isOne(gateway),
            let (entry, place) = chains[gateway]?.record(of: seq, in: gateway),
            let path = log.path(at: place, size: snapshot.roots.log.count)
        else { return none(.notFound, data, snapshot.height, "no such entry") }
        let proof = LogProof(entry: entry, way: LedgerPath(path: path, roots: snapshot.roots))
        return found(data, entry.leaf, LogProof.operation, proof.bytes, snapshot.height)
    }

    private func found(
        _ key: [UInt8], _ value: [UInt8], _ type: String, _ proof: [UInt8], _ height: Int64
    ) -> LedgerQueryAnswer {
        LedgerQueryAnswer(
            code: .found, key: key, value: value,
            proof: [LedgerQueryAnswer.ProofStep(type: type, key: key, data: proof)],
            height: height, log: "")
    }

    private func none(
        _ code: LedgerQueryAnswer.Code, _ key: [UInt8], _ height: Int64, _ log: String
    ) -> LedgerQueryAnswer {
        LedgerQueryAnswer(
            code: code, key: key, value: [], proof: [], height: height, log: log)
    }
}
