import Evidence
import IntakeLedger
package import LedgerQueries
import LedgerStore
import Wire

extension LedgerApplication {
    /// Answers a question from the state after the last committed block.
    package func answer(_ question: LedgerQuestion) throws -> LedgerReply {
        guard let ledger = committed else { return .nothing("the chain has no block yet") }
        switch question {
        case .status:
            return .status(
                LedgerStatus(
                    chainID: ledger.chainID, height: ledger.height,
                    appHash: ledger.appHash.bytes, entries: ledger.roots.log.count,
                    gateways: ledger.members.count))
        case .gateways(let from, let limit): return gateways(ledger, from, limit)
        case .head(let gateway):
            let answer = ledger.query(path: "/head", data: Array(gateway.utf8))
            guard let proof = answer.proof.first else { return .nothing("no such gateway") }
            return .head(value: answer.value, proof: proof.data, height: answer.height)
        case .entry(let gateway, let seq):
            return one(try store.entry(gateway: gateway, seq: seq), ledger)
        case .digest(let digest): return one(try store.entry(digest), ledger)
        case .record(let id, let from): return try way(ledger, id, from)
        case .loads(let filter, let from, let limit):
            return try loads(ledger, filter, from, limit)
        case .sums(let filter, let groupings):
            let sums = try store.sums(
                filter, gateways: gateways(of: filter.site, ledger), by: groupings)
            return .sums(sums, height: ledger.height)
        }
    }

    private func one(_ entry: LoggedEntry?, _ ledger: IntakeLedger) -> LedgerReply {
        guard let entry else { return .nothing("no such entry") }
        return .entries(ledger.proven([entry]), next: nil)
    }

    /// An outgoing load of as many loads as there can be, all of them corrected, fits into one answer.
    private static let longestWay = 1_100

    private func way(
        _ ledger: IntakeLedger, _ id: UUIDv7, _ from: UInt64
    ) throws -> LedgerReply {
        var way = try store.way(
            ofRecord: id.bytes, from: Int64(clamping: from), limit: Self.longestWay + 1)
        guard !way.isEmpty else { return .nothing("no such record") }
        let next = way.count > Self.longestWay ? way.removeLast().place : nil
        return .entries(ledger.proven(way), next: next)
    }

    private func gateways(_ ledger: IntakeLedger, _ from: Int, _ limit: Int) -> LedgerReply {
        let members = ledger.members
        let page = members.dropFirst(from).prefix(limit).map { registration, head in
            LedgerMember(
                registration: registration, last: head.seq, digest: head.digest,
                forkedAt: ledger.forks[registration.gateway]?.seq)
        }
        let end = from + page.count
        return .gateways(page, height: ledger.height, next: end < members.count ? end : nil)
    }

    /// One more than asked for tells whether there is a next page, and where it begins.
    private func loads(
        _ ledger: IntakeLedger, _ filter: LoadFilter, _ from: UInt64, _ limit: Int
    ) throws -> LedgerReply {
        var found = try store.loads(
            filter, gateways: gateways(of: filter.site, ledger), from: Int64(clamping: from),
            limit: limit + 1)
        let next = found.count > limit ? found.removeLast().entry.place : nil
        let entries = found.flatMap { [$0.entry] + ($0.correction.map { [$0] } ?? []) }
        return .entries(ledger.proven(entries), next: next)
    }

    private func gateways(of site: String?, _ ledger: IntakeLedger) -> [String]? {
        site.map { site in
            ledger.members.filter { $0.registration.site == site }.map(\.registration.gateway)
        }
    }
}
