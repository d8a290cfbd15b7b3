import TestKit

/// Reads systemd.io/JOURNAL_EXPORT_FORMATS as strictly as journald does.
enum NativeFields {
    static func read(_ bytes: [UInt8]) throws -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: 0x0A) else {
                throw Trouble("a line without its end")
            }
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                fields.append((try name(line[..<equals]), try text(line[(equals + 1)...])))
            } else {
                fields.append((try name(line), try text(sized(&rest))))
            }
        }
        return fields
    }

    /// A value with its length before it: 64 bits, the lowest byte first.
    private static func sized(_ rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
        guard rest.count >= 8 else { throw Trouble("no length") }
        let length = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(8)
        guard UInt64(rest.count) > length else { throw Trouble("shorter than its length") }
        let value = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        guard rest.first == 0x0A else { throw Trouble("no line's end after the value") }
        rest = rest.dropFirst()
        return value
    }

    private static func name(_ bytes: ArraySlice<UInt8>) throws -> String {
        let name = try text(bytes)
        let isAllowed = name.utf8.allSatisfy {
            UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                || $0 == UInt8(ascii: "_")
        }
        guard isAllowed, (1...64).contains(name.utf8.count), name.first != "_",
            name.first?.isNumber == false
        else { throw Trouble("journald drops a field named \(name)") }
        return name
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Trouble("no text") }
        return text
    }
}
