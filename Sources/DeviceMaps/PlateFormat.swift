/// How a camera's software writes the plates it reads, as places in a JSON text.
package struct PlateFormat: Sendable, Hashable {
    /// What a confidence counts in.
    package enum Scale: String, Sendable, Hashable, CaseIterable {
        /// 0 to 1.
        case one
        /// 0 to 100.
        case percent
        /// 0 to 1000.
        case permille
    }

    /// A member that tells messages about plates from others on the same topic.
    package struct Marker: Sendable, Hashable {
        package let place: JSONPointer
        package let word: String
    }

    /// What names the camera.
    package enum Camera: Sendable, Hashable {
        case place(JSONPointer)
        /// The open level of the topic, counted from 1.
        case level(Int)
    }

    /// Where a plate and its confidence stand within one result.
    package struct Spelling: Sendable, Hashable {
        package let plate: JSONPointer
        package let confidence: JSONPointer
    }

    package let marker: Marker?
    /// The list of results, one for each vehicle; nil where the message is one result.
    package let results: JSONPointer?
    package let best: Spelling
    /// The list of other spellings within a result, and the places within each.
    package let candidates: JSONPointer?
    package let candidate: Spelling
    package let scale: Scale
    package let camera: Camera
    package let event: JSONPointer
    package let clock: PayloadClock?
    /// What makes two messages the same; empty where only equal bytes are.
    package let dedupe: [JSONPointer]

    /// More vehicles than this are in no picture of a weighbridge, more spellings are noise.
    static let mostResults = 16
}

extension PlateFormat.Scale {
    /// A confidence in thousandths; nil beyond the scale.
    func permille(_ number: ExactDecimal) -> Int? {
        let power =
            switch self {
            case .one: -3
            case .percent: -1
            case .permille: 0
            }
        guard let permille = number.rounded(to: power), (0...1000).contains(permille) else {
            return nil
        }
        return Int(permille)
    }
}
