package import Intake
import Wire

/// What a load is after all: another code, source, destination or purpose than was recorded.
///
/// It always names the load itself, never another correction, and says everything anew; of several
/// corrections of a load the newest one counts. Nothing is weighed again: the net is evidence, and no
/// correction changes it. A load that should not be there at all is voided (`VoidBody`).
package struct CorrectionBody: Hashable, Sendable {
    /// Why a load is corrected.
    ///
    /// The numbers never change their meaning. There are no words of one's own: what anybody could
    /// write might name somebody.
    package enum Reason: UInt8, Hashable, Sendable, CaseIterable {
        /// It is of another waste code than was written.
        case wrongCode = 1
        /// It comes from another kind of source, or another area.
        case wrongSource = 2
        /// It went elsewhere on the site.
        case wrongDestination = 3
        /// It is recovered or disposed of otherwise.
        case wrongPurpose = 4
        /// It was looked at again later: sorted, sampled, analysed.
        case judgedLater = 5
    }

    /// 16 bytes: the visit of the load.
    package let visit: [UInt8]
    /// The entry of the intake or reject.
    package let load: EntryReference
    /// Nil for a load of which nobody knows what it is.
    package let code: WasteCode?
    package let source: WasteSource?
    package let destination: String
    package let purpose: String
    package let reason: Reason

    /// Everything a load can be corrected in, also what stays as it was; `visit` has 16 bytes.
    package init(
        visit: [UInt8], load: EntryReference, code: WasteCode?, source: WasteSource?,
        destination: String, purpose: String, reason: Reason
    ) {
        precondition(visit.count == 16, "a visit is named by 16 bytes")
        (self.visit, self.load, self.code, self.source) = (visit, load, code, source)
        (self.destination, self.purpose, self.reason) = (destination, purpose, reason)
    }

    var cbor: CBOR {
        .dictionary([
            1: .bytes(visit), 2: load.cbor, 3: WasteCode.cbor(of: code),
            4: WasteSource.cbor(of: source), 5: .text(destination), 6: .text(purpose),
            7: .unsigned(UInt64(reason.rawValue)),
        ])
    }

    init(_ value: CBOR) throws(CBORError) {
        var map = try CBORMapReader(value, of: "correction")
        visit = try map.visit()
        load = try EntryReference(try map.required(2, "load"))
        code = try WasteCode.reading(try map.required(3, "waste code"))
        source = try WasteSource.reading(try map.required(4, "source"))
        destination = try map.text(5, "destination")
        purpose = try map.text(6, "purpose")
        let number = try map.uint(7, "reason")
        guard let reason = UInt8(exactly: number).flatMap(Reason.init(rawValue:)) else {
            throw .invalid("there is no reason \(number) for a correction")
        }
        self.reason = reason
        try map.finish()
    }
}

extension CorrectionBody.Reason: CustomStringConvertible {
    /// The name people use.
    package var description: String {
        switch self {
        case .wrongCode: "wrong-code"
        case .wrongSource: "wrong-source"
        case .wrongDestination: "wrong-destination"
        case .wrongPurpose: "wrong-purpose"
        case .judgedLater: "judged-later"
        }
    }
}
