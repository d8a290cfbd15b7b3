package import Intake
package import Wire

/// A load that was taken away from the site: what everybody may know of it.
///
/// The vehicle came empty: the weigh-in is its tare, and the net is what it weighs more at the
/// weigh-out.
package struct OutgoingBody: Hashable, Sendable {
    /// The most loads that one outgoing load names.
    ///
    /// A reference takes at most 44 bytes, so an entry stays below 25 kB, a twentieth of a
    /// transaction. A vehicle of 25 t holds no more loads than this, unless they are of 50 kg each.
    package static let maximumLoads = 500
    /// The most documents: at most 34 bytes each.
    package static let maximumDocuments = 32

    package let visit: [UInt8]
    /// The digest of the weigh-in's entry.
    package let weighIn: Digest
    /// Nil for a load of which nobody knows what it is.
    package let code: WasteCode?
    /// More than nothing.
    package let net: Mass
    /// Where it goes: another site.
    package let destination: String
    /// The recovery or disposal operation there.
    package let purpose: String
    /// The loads of this journal that it consists of, in the order of their numbers; none where
    /// nobody knows.
    package let loads: [EntryReference]
    /// Digests of documents that belong to the load.
    package let documents: [Digest]

    /// Every part as it is signed; the loads in any order.
    ///
    /// Throws `unmakeable` for a net of nothing, for too many loads or documents, and for a load that
    /// is named twice.
    ///
    /// - Precondition: `visit` has 16 bytes.
    package init(
        visit: [UInt8], weighIn: Digest, code: WasteCode?, net: Mass, destination: String,
        purpose: String, loads: [EntryReference], documents: [Digest]
    ) throws(EvidenceError) {
        precondition(visit.count == 16, "a visit is named by 16 bytes")
        (self.visit, self.weighIn, self.code, self.net) = (visit, weighIn, code, net)
        (self.destination, self.purpose, self.documents) = (destination, purpose, documents)
        self.loads = loads.sorted { $0.seq < $1.seq }
        if let fault { throw EvidenceError("an outgoing load: \(fault)", code: .unmakeable) }
    }

    /// What no outgoing load may be; nil for one as it should be.
    private var fault: String? {
        if net <= .zero { return "a net of \(net.grams) g, and nothing was taken away" }
        if loads.count > Self.maximumLoads {
            return "\(loads.count) loads, at most \(Self.maximumLoads) go"
        }
        if documents.count > Self.maximumDocuments {
            return "\(documents.count) documents, at most \(Self.maximumDocuments) go"
        }
        let isAscending = zip(loads, loads.dropFirst()).allSatisfy { $0.seq < $1.seq }
        return isAscending ? nil : "its loads are not in ascending order, each once"
    }

    var cbor: CBOR {
        .dictionary([
            1: .bytes(visit), 2: .digest(weighIn), 3: WasteCode.cbor(of: code),
            4: .int(net.grams), 5: .text(destination), 6: .text(purpose),
            7: .array(loads.map(\.cbor)), 8: .array(documents.map { .digest($0) }),
        ])
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "outgoing")
        visit = try map.visit()
        weighIn = try map.digest(2, "weigh-in digest")
        code = try WasteCode.reading(try map.required(3, "waste code"))
        net = Mass.grams(try map.int(4, "net"))
        destination = try map.text(5, "destination")
        purpose = try map.text(6, "purpose")
        var loads: [EntryReference] = []
        for item in try map.array(7, "loads") { loads.append(try EntryReference(item)) }
        self.loads = loads
        documents = try map.documents(8)
        try map.finish()
        if let fault { throw .invalid(fault) }
    }
}
