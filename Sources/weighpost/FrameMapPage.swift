import DeviceMaps
import Intake
import Wire

/// A frame map as a page of text: how the line is opened, what is asked, what the format protects.
struct FrameMapPage {
    private(set) var lines: [String] = []

    init(_ map: FrameMap) {
        lines.append("\(map.title), frame map, grade \(map.grade)")
        add("source", map.source)
        add("digest", Hex.encode(map.digest))
        add("line", "\(map.line)")
        switch map.talk {
        case .continuous: add("speaks", "by itself, every \(map.periodMilliseconds) ms")
        case .polled(let poll):
            let bytes = poll.request(address: .first)
                .map { Hex.encode([$0], uppercase: true) }.joined(separator: " ")
            add("is asked", "\(bytes), every \(map.periodMilliseconds) ms")
        }
        add("weight", "\(map.quantity)")
        let protections = map.protections
        let names = [
            ("checksum", protections.checksum), ("stability", protections.stability),
            ("gross/net", protections.grossNetFlag), ("unit", protections.unit),
        ]
        add("tells", names.filter(\.1).map(\.0).joined(separator: ", "))
        let missing = names.filter { !$0.1 }.map(\.0)
        if !missing.isEmpty { add("tells not", missing.joined(separator: ", ")) }
    }

    private mutating func add(_ name: String, _ text: String) {
        lines.append("  " + name.padded(14) + text)
    }
}
