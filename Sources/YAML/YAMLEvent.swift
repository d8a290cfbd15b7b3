import Documents

/// One event of the parser: what begins, ends or stands here.
struct YAMLEvent {
    enum Kind: Equatable {
        case streamStart, streamEnd
        case documentStart, documentEnd
        case alias
        case scalar(String, plain: Bool)
        case sequenceStart, sequenceEnd
        case mappingStart, mappingEnd
    }

    let kind: Kind
    let place: DocumentPlace
    /// The node carries an anchor (`&name`).
    let hasAnchor: Bool
    /// The node carries a tag (`!!int`, `!mine`, or the lonely `!`).
    let hasTag: Bool
}
