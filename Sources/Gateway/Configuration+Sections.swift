import DeviceMaps
import Documents
import Intake
import LightClients
import Wire

extension Configuration.Upstream {
    init(_ section: DocumentMapping) throws(DocumentError) {
        var upstream = section
        let chainID = try upstream.string("chain_id")
        var nodes: [String] = []
        for node in try upstream.nodes("nodes") {
            nodes.append(try node.string("a node's address"))
        }
        guard !nodes.isEmpty else { throw upstream.error("'nodes' names no node") }
        self.nodes = nodes
        var anchor = try upstream.mapping("anchor")
        let height = try anchor.int("height")
        let place = try anchor.node("hash").place
        guard let hash = Digest(hex: try anchor.string("hash")) else {
            throw DocumentError(place, "'hash' is not 64 hexadecimal digits")
        }
        self.anchor = Anchor(height: height, hash: hash)
        try anchor.finish()
        let days = try upstream.optionalInt("trusting_period") ?? 90
        trust = TrustOptions(chainID: chainID, trustingPeriodSeconds: days * 86_400)
        // Going without a second opinion is a decision that somebody has to write down.
        try upstream.choice("witnesses", ["none": ()])
        try upstream.finish()
    }
}

extension Configuration.DeliveryLimits {
    init(_ section: DocumentMapping?) throws(DocumentError) {
        (maxEntries, maxAge) = (500, 2000)
        guard var limits = section else { return }
        maxEntries = Int(try limits.optionalInt("max_entries") ?? 500)
        maxAge = try limits.optionalInt("max_age") ?? 2000
        try limits.finish()
    }
}

extension Configuration {
    /// The rules section.
    static func rules(
        _ section: DocumentMapping, interval: ScaleInterval
    ) throws(DocumentError) -> RuleLimits {
        var rules = section
        var codes: [String] = []
        for node in try rules.nodes("permitted") {
            codes.append(try node.string("a waste code"))
        }
        var limits = RuleLimits(interval: interval, permittedCodes: codes)
        if let kilograms = try rules.optionalInt("minimum_gross") {
            limits.minimumGross = .kilograms(kilograms)
        }
        limits.duplicateWindow =
            try rules.optionalInt("duplicate_window") ?? limits.duplicateWindow
        limits.radiationLimit = try rules.optionalInt("radiation_limit")
        limits.radiationRequired = try rules.optionalBool("radiation_required") ?? false
        try rules.finish()
        return limits
    }
}
