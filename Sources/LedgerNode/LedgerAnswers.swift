import Evidence
import IntakeLedger
import LedgerQueries
import LedgerStore
import Wire

/// Answers to questions, out of one state and the store of the same height.
struct LedgerAnswers {
    private let ledger: IntakeLedger
    private let reader: LedgerReader
    private let state: LedgerState

    init(_ ledger: IntakeLedger, _ reader: LedgerReader) {
        (self.ledger, self.reader, state) = (ledger, reader, LedgerState(ledger))
    }

    func answer(_ question: LedgerQuestion) throws -> LedgerReply {
        switch question {
        case .status: .status(chainID: ledger.chainID, state)
        case .gateways(let from, let limit): gateways(from, limit)
        case .head(let gateway): head(gateway)
        case .entry(let gateway, let seq):
            if let entry = try reader.entry(gateway: gateway, seq: seq) {
                one(entry)
            } else {
                absence(of: gateway, seq)
            }
        case .digest(let digest): try named(digest)
        case .record(let id, let gateway, let from, let limit):
            try way(id, gateway, from, limit)
        case .log(let gateway, let from, let limit): try log(gateway, from, limit)
        case .loads(let filter, let from, let limit): try loads(filter, from, limit)
        case .sums(let filter, let groupings, let from, let limit):
            .sums(
                try reader.sums(
                    filter, gateways: filter.site.map(ledger.gateways), by: groupings, from: from,
                    limit: limit), filter, state)
        }
    }

    // MARK: Gateways

    private func gateways(_ from: Int, _ limit: Int) -> LedgerReply {
        let page = ledger.members(from: from, limit: limit)
        let end = from + page.count
        return .gateways(page, state, next: end < ledger.memberCount ? end : nil)
    }

    private func head(_ gateway: String) -> LedgerReply {
        let answer = ledger.query(path: "/head", data: Array(gateway.utf8))
        guard let proof = answer.proof.first, let member = member(gateway) else {
            return .nothing(
                "no such gateway", .between(ledger.neighbours(of: gateway), state))
        }
        return .head(value: answer.value, proof: proof.data, member, state)
    }

    /// A gateway; nil for a name that only reads like that of one.
    private func member(_ gateway: String) -> ProvenMember? {
        GatewayURI.isOne(gateway) ? ledger.member(gateway) : nil
    }

    private func absence(of gateway: String, _ seq: UInt64) -> LedgerReply {
        guard let member = member(gateway) else {
            return .nothing(
                "no such gateway", .between(ledger.neighbours(of: gateway), state))
        }
        return .nothing("no such entry", .beyond(member, state))
    }

    // MARK: Entries

    private func one(_ entry: LoggedEntry) -> LedgerReply {
        .entries(ledger.proven([entry]), state, next: nil)
    }

    /// Other gateways that are named, at most.
    private static let mostOthers = 10

    /// The entry of a digest, and who has recorded the same digest beside.
    private func named(_ digest: Digest) throws -> LedgerReply {
        guard let entry = try reader.entry(digest) else {
            return .nothing("no such entry", .unproven)
        }
        let recorders = try reader.gateways(withDigest: digest, limit: Self.mostOthers + 1)
        return .way(
            ledger.proven([entry]), state, gateway: entry.gateway,
            others: Self.others(recorders, beside: entry.gateway), next: nil)
    }

    private static func others(_ gateways: [String], beside gateway: String) -> [String] {
        Array(
            gateways.filter { !$0.utf8.elementsEqual(gateway.utf8) }.prefix(mostOthers))
    }

    private func way(
        _ id: UUIDv7, _ gateway: String?, _ from: UInt64, _ limit: Int
    ) throws -> LedgerReply {
        let writers = try reader.gateways(withRecord: id.bytes, limit: Self.mostOthers + 1)
        guard let gateway = gateway ?? writers.first else {
            return .nothing("no such record", .unproven)
        }
        // One more than asked for tells whether there is a next page, and where it begins.
        var way = try reader.way(
            ofRecord: id.bytes, gateway: gateway, from: Int64(clamping: from), limit: limit + 1)
        guard !way.isEmpty else {
            return .nothing("no such record of '\(gateway)'", .unproven)
        }
        let next = way.count > limit ? way.removeLast().place : nil
        return .way(
            ledger.proven(way), state, gateway: gateway,
            others: Self.others(writers, beside: gateway), next: next)
    }

    private func log(_ gateway: String?, _ from: UInt64, _ limit: Int) throws -> LedgerReply {
        let first = Int64(clamping: from)
        guard let gateway else {
            var found = try reader.log(from: first, limit: limit + 1)
            let next = found.count > limit ? found.removeLast().place : nil
            return .entries(ledger.proven(found), state, next: next)
        }
        guard GatewayURI.isOne(gateway), ledger.head(of: gateway) != nil else {
            return .nothing(
                "no such gateway", .between(ledger.neighbours(of: gateway), state))
        }
        var found = try reader.journal(of: gateway, from: first, limit: limit + 1)
        let next = found.count > limit ? found.removeLast().seq : nil
        return .entries(ledger.proven(found), state, next: next)
    }

    private func loads(
        _ filter: LoadFilter, _ from: UInt64, _ limit: Int
    ) throws -> LedgerReply {
        var found = try reader.loads(
            filter, gateways: filter.site.map(ledger.gateways), from: Int64(clamping: from),
            limit: limit + 1)
        let next = found.count > limit ? found.removeLast().entry.place : nil
        let entries = found.flatMap { [$0.entry] + ($0.correction.map { [$0] } ?? []) }
        return .entries(ledger.proven(entries), state, next: next)
    }
}
