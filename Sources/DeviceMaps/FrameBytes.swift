/// Bytes as a technician reads them in a complaint: `02 2B 30`.
func spelled(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
        .joined(separator: " ")
}

/// The bytes without the blanks around them.
func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    let rest = bytes.drop { $0 == 0x20 }
    return rest.lastIndex { $0 != 0x20 }.map { Array(rest[...$0]) } ?? []
}
