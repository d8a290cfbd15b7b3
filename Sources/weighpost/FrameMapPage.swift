import DeviceMaps
import Intake
import Wire

/// A frame map as a page of text: how the line is opened, what is asked, what the format protects.
struct FrameMapPage {
    private(set) var lines: [String] = []

    init(_ map: FrameMap) {
        lines.append("\(map.title), frame map version \(map.version), grade \(map.grade)")
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
        add("it tells", map.protections.words)
    }

    private mutating func add(_ name: String, _ text: String) {
        lines.append("  " + name.padded(14) + text)
    }
}
