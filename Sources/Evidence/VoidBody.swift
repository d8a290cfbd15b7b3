import Wire

/// An entry of a visit counts no more: what was weighed is no load.
///
/// The entry stays where it is, with all its evidence. A void is for good; nothing voids a void.
package struct VoidBody: Hashable, Sendable {
    /// Why an entry counts no more.
    ///
    /// The numbers never change their meaning.
    package enum Reason: UInt8, Hashable, Sendable, CaseIterable {
        /// Something else stood on the scale.
        case notALoad = 1
        /// The same load was weighed before.
        case weighedTwice = 2
        /// The scale was tried or tested.
        case testWeighing = 3
    }

    /// 16 bytes: the visit of the entry.
    package let visit: [UInt8]
    /// The intake, reject or outgoing load, or a weigh-in that nothing follows.
    package let entry: EntryReference
    package let reason: Reason

    /// The entry that counts no more, and why; `visit` has 16 bytes.
    package init(visit: [UInt8], entry: EntryReference, reason: Reason) {
        precondition(visit.count == 16, "a visit is named by 16 bytes")
        (self.visit, self.entry, self.reason) = (visit, entry, reason)
    }

    var cbor: CBOR {
        .dictionary([
            1: .bytes(visit), 2: entry.cbor, 3: .unsigned(UInt64(reason.rawValue)),
        ])
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "void")
        visit = try map.visit()
        entry = try EntryReference(try map.required(2, "entry"))
        let number = try map.uint(3, "reason")
        guard let reason = UInt8(exactly: number).flatMap(Reason.init(rawValue:)) else {
            throw .invalid("there is no reason \(number) for a void")
        }
        self.reason = reason
        try map.finish()
    }
}

extension VoidBody.Reason: CustomStringConvertible {
    /// The name people use.
    package var description: String {
        switch self {
        case .notALoad: "not-a-load"
        case .weighedTwice: "weighed-twice"
        case .testWeighing: "test-weighing"
        }
    }
}
