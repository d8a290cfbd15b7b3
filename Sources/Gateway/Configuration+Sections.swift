import DeviceMaps
import Documents
import Evidence
import Intake
import LightClients
import Wire

extension Configuration.Upstream {
    init(_ section: DocumentMapping) throws(DocumentError) {
        var upstream = section
        let chainID = try upstream.string("chain_id")
        var nodes: [String] = []
        for node in try upstream.nodes("nodes") {
            let url = try WebAddress.node(node, "a node's address")
            guard !nodes.contains(url) else { throw node.error("\(url) is there already") }
            nodes.append(url)
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
        witnesses = try Self.witnesses(&upstream)
        checkpoints = try upstream.optionalMapping("checkpoints").map {
            section throws(DocumentError) in
            try Configuration.CheckpointRule(section)
        }
        carriesOn = try upstream.optionalBool("continuity") ?? false
        if carriesOn, witnesses.quorum == 0 {
            throw upstream.error(
                "'continuity: true' needs witnesses: without them nobody speaks against a lie")
        }
        try upstream.finish()
    }

    /// The witnesses, or the word that there are none.
    private static func witnesses(
        _ upstream: inout DocumentMapping
    ) throws(DocumentError) -> WitnessPool {
        let node = try upstream.node("witnesses")
        guard case .mapping = node.value else {
            // Going without a second opinion is a decision that somebody has to write down.
            try node.choice("witnesses", ["none": ()])
            return WitnessPool([], quorum: 0)
        }
        var section = try node.mapping(.witnesses)
        var witnesses: [WitnessPool.Witness] = []
        for item in try section.nodes("nodes") {
            var witness = try item.mapping(.witness)
            witnesses.append(
                WitnessPool.Witness(
                    url: try WebAddress.node(try witness.node("url"), "url"),
                    operatorName: try witness.string("operator")))
            try witness.finish()
        }
        let operators = Set(witnesses.map(\.operatorName)).count
        let quorum = Int(try section.optionalInt("quorum") ?? 1)
        guard (1...max(1, operators)).contains(quorum), operators > 0 else {
            throw section.error(
                "'quorum: \(quorum)' of \(operators) operators; nodes of one operator count once")
        }
        try section.finish()
        return WitnessPool(witnesses, quorum: quorum)
    }
}

extension Configuration.CheckpointRule {
    init(_ section: DocumentMapping) throws(DocumentError) {
        var section = section
        keys = []
        for node in try section.nodes("keys") {
            guard let raw = Hex.decode(try node.string("a key")), let key = VerifyingKey(raw: raw)
            else { throw node.error("not a public key of 64 hexadecimal digits") }
            keys.append(key)
        }
        threshold = Int(try section.int("threshold"))
        guard (1...max(1, Set(keys).count)).contains(threshold), !keys.isEmpty else {
            throw section.error("'threshold: \(threshold)' of \(Set(keys).count) keys")
        }
        url = try section.optionalNode("url").map { node throws(DocumentError) in
            try WebAddress.page(node, "url")
        }
        topic = try section.optionalString("topic")
        try section.finish()
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
    /// A waste code as a vehicle may bring it: six digits as lists print them, or a code of another
    /// list.
    ///
    /// What can be no code permits nothing, and every load would be held.
    private static func code(_ node: DocumentNode) throws(DocumentError) -> String {
        let text = try node.string("a waste code")
        let code = WasteCode(scheme: "", listVersion: "", code: text).code
        guard (1...32).contains(code.utf8.count),
            code.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw node.error("'\(text)' is no waste code; write for example \"20 03 01\"")
        }
        // Five digits or seven are a slip, not a code of another list.
        guard !code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) || code.utf8.count == 6 else {
            throw node.error(
                "'\(text)' has \(code.utf8.count) digits, and a code of the list has six; quote it, "
                    + "because a number loses its first zero")
        }
        guard !isMisread(code) else {
            throw node.error(
                "'\(text)' has a letter, and a code of the European list has six digits; write for "
                    + "example \"20 03 01\"")
        }
        return text
    }

    /// Whether a code of six signs can only be meant as one of six digits: it begins as those do, or
    /// its letters are those that are taken for digits.
    private static func isMisread(_ code: String) -> Bool {
        guard code.count == 6, code.contains(where: \.isLetter), let first = code.first else {
            return false
        }
        return first.isNumber || code.allSatisfy { $0.isNumber || "OoIl".contains($0) }
    }

    /// The rules section.
    static func rules(
        _ section: DocumentMapping, interval: ScaleInterval
    ) throws(DocumentError) -> RuleLimits {
        var rules = section
        var codes: [String] = []
        for node in try rules.nodes("permitted") {
            codes.append(try code(node))
        }
        guard !codes.isEmpty else {
            throw try rules.node("permitted").error(
                "'permitted' names no code, and every load would be held")
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
