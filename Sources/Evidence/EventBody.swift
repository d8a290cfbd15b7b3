package import Wire

/// What happened at the box.
///
/// The numbers never change their meaning.
package enum EventCode: UInt8, Hashable, Sendable, CaseIterable {
    case boot = 1
    case shutdown = 2
    /// The empty deck was seen; the value is what it showed, in grams.
    case zero = 3
    case sealChanged = 4
    case clockStepped = 5
    case configurationChanged = 6
    case communicationLost = 7
    case communicationRestored = 8
    /// Trust in the chain begins at another block: value is its height, digest its hash.
    case anchorChanged = 9
    /// Two blocks of the chain verify and contradict each other.
    case chainContradicted = 10
}

/// Something that happened at the box and is no load.
package struct EventBody: Hashable, Sendable {
    package let code: EventCode
    /// What it happened to: "scale", "broker".
    package let subject: String?
    package let value: Int64?
    package let text: String?
    /// A digest that belongs to it: of a configuration, of a device map.
    package let digest: Digest?

    /// What happened, and what of it is worth a field.
    package init(
        code: EventCode, subject: String? = nil, value: Int64? = nil, text: String? = nil,
        digest: Digest? = nil
    ) {
        (self.code, self.subject, self.value) = (code, subject, value)
        (self.text, self.digest) = (text, digest)
    }

    var cbor: CBOR {
        var pairs: [(CBOR, CBOR)] = [(1, .unsigned(UInt64(code.rawValue)))]
        if let subject { pairs.append((2, .text(subject))) }
        if let value { pairs.append((3, .int(value))) }
        if let text { pairs.append((4, .text(text))) }
        if let digest { pairs.append((5, .digest(digest))) }
        return .dictionary(pairs)
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "event")
        let number = try map.uint(1, "event code")
        guard let code = UInt8(exactly: number).flatMap(EventCode.init(rawValue:)) else {
            throw .invalid("there is no event \(number)")
        }
        self.init(
            code: code, subject: try map.optionalText(2, "subject"),
            value: try map.optionalInt(3, "value"), text: try map.optionalText(4, "text"),
            digest: try map.optionalDigest(5, "digest"))
        try map.finish()
    }
}
