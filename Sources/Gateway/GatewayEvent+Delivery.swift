import Delivery
import Evidence
import LightClients
import Wire

extension GatewayEvent {
    /// A batch is signed and stored.
    static func signed(_ id: BatchID, _ batch: Batch) -> GatewayEvent {
        let header = batch.header
        return GatewayEvent(
            "batch.signed",
            "batch \(id): entries \(header.first) to \(header.last), \(batch.bytes.count) bytes, "
                + "tx \(batch.txHash.description.prefix(16))…",
            [
                ("batch", .number(id.number)), ("first", .number(Int64(header.first))),
                ("last", .number(Int64(header.last))),
                ("bytes", .number(Int64(batch.bytes.count))),
                ("tx", .text(batch.txHash.description)),
            ], telling: .programs)
    }

    /// A batch was sent, and what the node said.
    static func sent(_ id: BatchID, attempt: Int, _ answer: SendAnswer) -> GatewayEvent {
        let said =
            switch answer {
            case .accepted: "accepted into the node's pool"
            case .alreadyKnown: "known to the node already"
            case .refused(let code, _, let log): "refused with code \(code): \(log)"
            case .full(let reason), .tooLarge(let reason): reason
            case .unknown(let reason): "unknown whether it arrived: \(reason)"
            }
        return GatewayEvent(
            "batch.sent", "batch \(id) sent\(attempt > 0 ? " again" : ""): \(said)",
            [("batch", .number(id.number)), ("attempt", .number(Int64(attempt)))],
            telling: .programs)
    }

    /// A batch is proven by the ledger's log.
    static func provenByLog(_ id: BatchID, at height: Int64) -> GatewayEvent {
        GatewayEvent(
            "batch.proven",
            "batch \(id) proven: its block is too far below what is trusted; the ledger's log after "
                + "block \(height) has each of its entries",
            [("batch", .number(id.number)), ("height", .number(height))], telling: .programs)
    }

    /// A batch is proven.
    static func proven(
        _ id: BatchID, _ proven: DeliveryProof.Proven, _ path: [VerifiedHeader]
    ) -> GatewayEvent {
        let headers = path.map { String($0.height) }.joined(separator: " → ")
        let signed = path.last?.commit?.signatures.filter { $0.flag == .commit }.count ?? 0
        return GatewayEvent(
            "batch.proven",
            "batch \(id) proven: headers \(headers) by \(signed) signatures, transaction "
                + "\(proven.index + 1) of \(proven.total) in block \(proven.height), ledger code "
                + "\(proven.code) under the results of block \(proven.height + 1)",
            [
                ("batch", .number(id.number)), ("height", .number(proven.height)),
                ("code", .number(Int64(proven.code))),
                ("headers", .list(path.map { String($0.height) })),
            ], telling: .programs)
    }

    /// What delivery has to tell.
    init(_ report: DeliveryReport) {
        switch report {
        case .delivered(let id, let entries, let height):
            self.init(
                "batch.delivered", "\(report)",
                [
                    ("batch", .number(id.number)), ("first", .number(Int64(entries.lowerBound))),
                    ("last", .number(Int64(entries.upperBound))), ("height", .number(height)),
                ])
        case .nodeBack(let height):
            self.init("upstream.back", "\(report)", [("height", .number(height))])
        case .nodeAway: self.init("upstream.away", "\(report)", level: .warning)
        default:
            self.init("batch.trouble", "\(report)", level: .warning, subject: report.cause)
        }
    }
}

extension DeliveryReport {
    /// What kind of trouble it is: the same kind of another batch is no news, another kind is.
    fileprivate var cause: String? {
        switch self {
        case .refused(_, let code, _): "code \(code)"
        case .superseded: "content"
        case .split: "size"
        case .expired: "time"
        case .refuted, .headRefuted: "proof"
        case .notSigned: "signing"
        case .receiptsNotStored: "receipts"
        case .partlyRecorded: "head"
        case .delivered, .nodeAway, .nodeBack: nil
        }
    }
}
