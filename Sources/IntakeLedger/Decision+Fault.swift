import Evidence

extension Decision {
    /// Why it holds on no chain, whatever stands in the registry; nil when it may.
    package var fault: String? {
        switch self {
        case .register(let gateway, let site, _):
            Self.fault(ofGateway: gateway) ?? Self.fault(ofSite: site)
        case .set(let gateway, _), .rekey(let gateway, _): Self.fault(ofGateway: gateway)
        case .permit(let site, let codes):
            Self.fault(ofSite: site)
                ?? codes?.lazy.compactMap { Self.fault(ofPermit: $0) }.first
        case .appoint(let board):
            board == .none ? "nobody could decide anything any more" : nil
        case .publish, .allow: nil
        }
    }

    /// Of ASCII alone: beyond it two texts may differ, and be equal to a dictionary.
    private static func fault(ofGateway uri: String) -> String? {
        GatewayURI.isOne(uri) ? nil : "'\(uri)' is no URI of a gateway"
    }

    /// A genesis names sites by the same rule.
    static func fault(ofSite name: String) -> String? {
        PlainName.isOne(name)
            ? nil
            : "'\(name)' is no name of a site: 1 to \(PlainName.longest) bytes of letters, digits "
                + "and signs"
    }

    /// A permit is the list of a code, a blank and the code, as records have both, in ASCII as there:
    /// anything else would permit nothing, and close the site.
    private static func fault(ofPermit text: String) -> String? {
        guard isShort(text) else { return "a text of more than \(LedgerLimits.textBytes) bytes" }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.contains(where: isLetter),
            parts[1].utf8.contains(where: { $0 != UInt8(ascii: " ") }),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ",") })
        else {
            return "'\(text)' is no permit: that is a list and a code of it, for example "
                + "'EWC 20 03 01'"
        }
        return nil
    }

    private static func isShort(_ text: String) -> Bool {
        text.utf8.count <= LedgerLimits.textBytes
    }

    /// A list is called by more than digits: in "20 03 01" the first two are of the code.
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
