import Wire

/// What the parts of a format are called, by the keys of maps and the places in arrays.
indirect enum WireShape: Sendable {
    case plain(String)
    case parts(String, [String: WireShape])
    /// An array whose items are all alike.
    case each(String, WireShape)
    /// A byte string with CBOR in it.
    case wrapped(String, WireShape)
    /// A byte string with another example of the page in it.
    case example(String)

    var name: String {
        switch self {
        case .plain(let name), .parts(let name, _), .each(let name, _), .wrapped(let name, _):
            name
        case .example(let name): "all of \"\(name)\""
        }
    }

    func part(_ key: String) -> WireShape {
        switch self {
        case .parts(_, let parts): parts[key] ?? .plain("")
        case .each(_, let shape): shape
        default: .plain("")
        }
    }
}

/// Bytes as a page shows them: in hexadecimal, with the diagnostic notation and a name beside them.
struct AnnotatedCBOR {
    private static let (column, bytesALine) = (58, 24)
    private(set) var lines: [String] = []

    init(_ bytes: [UInt8], _ shape: WireShape) throws {
        try add(try CBOR(decoding: bytes), key: [], label: "", shape, depth: 0)
    }

    private mutating func add(
        _ item: CBOR, key: [UInt8], label: String, _ shape: WireShape, depth: Int
    ) throws {
        let whole = item.encoded()
        switch item {
        case .tagged(let tag, let inner):
            put(Self.head(of: whole, key), "\(label)\(tag)(", "", depth)
            try add(inner, key: [], label: "", shape, depth: depth + 1)
        case .array(let items):
            put(Self.head(of: whole, key), "\(label)[\(items.count)]", shape.name, depth)
            for (place, item) in items.enumerated() {
                try add(item, key: [], label: "", shape.part("\(place)"), depth: depth + 1)
            }
        case .map(let pairs):
            put(Self.head(of: whole, key), "\(label){\(pairs.count)}", shape.name, depth)
            for pair in pairs {
                let name = Self.scalar(pair.key)
                try add(
                    pair.value, key: pair.key.encoded(), label: "\(name): ", shape.part(name),
                    depth: depth + 1)
            }
        case .bytes(let content):
            try add(content, in: whole, key: key, label: label, shape, depth: depth)
        default: put(key + whole, label + Self.scalar(item), shape.name, depth)
        }
    }

    private mutating func add(
        _ content: [UInt8], in whole: [UInt8], key: [UInt8], label: String, _ shape: WireShape,
        depth: Int
    ) throws {
        let head = Self.head(of: whole, key)
        switch shape {
        case .wrapped(let name, let inner):
            put(head, "\(label)<< \(content.count) bytes", name, depth)
            try add(try CBOR(decoding: content), key: [], label: "", inner, depth: depth + 1)
        case .example(let name):
            put(head, "\(label)<< \(content.count) bytes", shape.name, depth)
            lines.append(String(repeating: "  ", count: depth + 1) + "[\(name)]")
        default: put(key + whole, label + Self.short(content), shape.name, depth)
        }
    }

    private mutating func put(_ bytes: [UInt8], _ notation: String, _ name: String, _ depth: Int) {
        let indent = String(repeating: "  ", count: depth)
        for start in stride(from: 0, to: bytes.count, by: Self.bytesALine) {
            let part = bytes[start..<min(start + Self.bytesALine, bytes.count)]
            var line = indent + Hex.encode(Array(part))
            if start == 0 {
                line += String(repeating: " ", count: max(1, Self.column - line.count))
                line += "# " + notation + (name.isEmpty ? "" : "  \(name)")
            }
            lines.append(line)
        }
    }

    private static func head(of whole: [UInt8], _ key: [UInt8]) -> [UInt8] {
        let width = [24: 1, 25: 2, 26: 4, 27: 8][Int(whole[0] & 0x1f)] ?? 0
        return key + whole.prefix(1 + width)
    }

    private static func short(_ bytes: [UInt8]) -> String {
        let text = Hex.encode(bytes)
        guard bytes.count > 8 else { return "h'\(text)'" }
        return "h'\(text.prefix(4))…\(text.suffix(4))' (\(bytes.count))"
    }

    private static func scalar(_ item: CBOR) -> String {
        switch item {
        case .unsigned(let number): "\(number)"
        case .negative(let number): "-\(number + 1)"
        case .text(let text): "\"\(text)\""
        case .simple(let number): "simple(\(number))"
        case .bool(let flag): "\(flag)"
        default: "null"
        }
    }
}
