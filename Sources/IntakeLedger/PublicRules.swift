import Evidence
import Intake

/// The rules that anybody can check again from an entry alone.
///
/// What a gateway says of the rest (weights, vehicles, contracts) is attested: its evidence stays
/// with the site and can be asked for.
struct PublicRules {
    private let policy: LedgerPolicy
    private let site: String

    init(_ policy: LedgerPolicy, site: String) {
        (self.policy, self.site) = (policy, site)
    }

    /// Why an entry contradicts the rules; nil when it does not.
    func fault(of body: EntryBody) -> String? {
        switch body {
        case .intake(let load):
            return fault(ofCode: load.code) ?? fault(ofPermit: load.code)
                ?? fault(ofVerdict: load) ?? fault(ofIntake: load)
        case .reject(let load): return fault(ofCode: load.code) ?? fault(ofVerdict: load)
        case .outgoing(let load):
            // A permit is one to take in; what leaves may be of another code than what came.
            return fault(ofCode: load.code) ?? fault(ofNet: load.net, in: "an outgoing load")
        case .correction(let correction):
            // Also of a reject: what it corrects is known by its digest alone.
            return fault(ofCode: correction.code) ?? fault(ofPermit: correction.code)
        case .weighIn, .void, .event, .closing, .key: return nil
        }
    }

    /// A code of a published list has to be in it.
    private func fault(ofCode code: WasteCode?) -> String? {
        guard let code else { return nil }
        let name = LedgerPolicy.ListName(scheme: code.scheme, version: code.listVersion)
        guard let list = policy.lists[name], !list.contains(code) else { return nil }
        return "code \(code.code) is not in list \(code.listVersion) of \(code.scheme)"
    }

    /// What is taken in must be permitted at the site.
    private func fault(ofPermit code: WasteCode?) -> String? {
        guard let permits = policy.permits[site: site] else { return nil }
        guard let code else { return "a load without a code, at a site with permits" }
        return permits.contains(LedgerPolicy.permit(code))
            ? nil : "the site has no permit for \(code.scheme) \(code.code)"
    }

    /// The verdict is the gravest of what the rules said.
    private func fault(ofVerdict load: IntakeBody) -> String? {
        let gravest = load.results.map(\.outcome.severity).max() ?? load.outcome.severity
        return gravest == load.outcome.severity
            ? nil : "the verdict is not the gravest of what the rules said"
    }

    /// A load that was refused is no intake.
    private func fault(ofIntake load: IntakeBody) -> String? {
        if load.outcome == .rejected { return "an intake of a load that was rejected" }
        return fault(ofNet: load.net, in: "an intake")
    }

    private func fault(ofNet net: Mass, in load: String) -> String? {
        (0...Self.mostGrams).contains(net.grams) ? nil : "\(load) of \(net.grams) g"
    }

    /// A thousand tonnes: no vehicle brings more.
    private static let mostGrams: Int64 = 1_000_000_000
}
