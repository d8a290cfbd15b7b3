import ArgumentParser
import Intake
import IntakeLedger

extension Authority.Propose {
    /// Reads a permit as it was typed.
    ///
    /// A slip in a code closes a site to all that it may take in, so what looks like one is asked about
    /// here; the ledger only knows that there is a list and a code.
    func permitting(_ text: String) throws -> Decision {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw ValidationError("--permit is SITE=CODE,CODE")
        }
        let codes = text[text.index(after: equals)...].split(separator: ",")
            .map { $0.split(separator: " ").joined(separator: " ") }
        for code in codes where Self.isSlip(code) {
            throw ValidationError(
                "'\(code)' is no permit: that is a list and a code of it, and one of the EWC has six "
                    + "digits; write for example \"SITE=EWC 20 03 01,EWC 20 03 07\"")
        }
        return .permit(site: String(text[..<equals]), codes: codes.isEmpty ? nil : codes.sorted())
    }

    /// A code of the European list that cannot be one, or its name in another spelling.
    private static func isSlip(_ permit: String) -> Bool {
        let parts = permit.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].contains(where: \.isLetter) else { return true }
        let (list, written) = (String(parts[0]), String(parts[1]))
        let code = WasteCode(scheme: list, listVersion: "", code: written)
        return WasteCode.schemeFault(list) != nil || code.digitsFault(asWritten: written) != nil
    }

    /// The sites at which gateways stand by the files at hand.
    func knownSites(_ decisions: [Decision]) throws -> Set<String> {
        var sites: Set<String> = []
        for case .register(_, let site, _) in decisions { sites.insert(site) }
        guard let genesis else { return sites }
        do {
            let state = try LedgerGenesis(json: try NodeExit.read(genesis))
            return sites.union(state.gateways.map(\.site))
        } catch let error as LedgerGenesisError {
            throw NodeExit.failing(NodeExit.refuted, "\(genesis): \(error)")
        }
    }

    /// Says of which permits nobody can tell here whether they are for a site that there is.
    func warn(of decisions: [Decision], known: Set<String>) {
        for case .permit(let site, _) in decisions where !known.contains(site) {
            NodeExit.warn(
                genesis == nil
                    ? "whether a gateway stands at site '\(site)' is not known here: compare the name, "
                        + "sign by sign, with /v1/gateways of a node, or give --genesis"
                    : "no gateway of the genesis or of these requests stands at site '\(site)': compare "
                        + "the name, sign by sign, with /v1/gateways of a node")
        }
    }
}
