import Crypto
package import Documents
import Intake

extension FrameMap {
    /// Reads a map strictly.
    ///
    /// An unknown key, a field beyond the frame, a command that acts are complaints with file, line
    /// and column. `bytes` are those of the same file, for the digest.
    package init(parsing node: DocumentNode, bytes: [UInt8]) throws(DocumentError) {
        var map = try DocumentMapping(node, of: .frameMap)
        _ = try map.int("frame_map")
        version = Int(try map.int("version"))
        maker = try map.string("maker")
        model = try map.string("model")
        grade = Int(try map.int("grade"))
        source = try map.string("source")
        (talk, periodMilliseconds) = try Self.talk(&map)
        line = try Self.line(&map)
        bounds = try Self.bounds(&map)
        let context = FrameMapContext(length: bounds.wholeLength)
        checksum = try Self.checksum(&map, bounds)
        constants = try Self.constants(&map, context)
        status = try Self.status(&map, context)
        var weight = try map.mapping("weight")
        self.weight = try FrameFieldWeight(&weight, context)
        quantity = try Self.quantity(&weight, talk: talk, vocabulary: status.vocabulary)
        try weight.finish()
        unit = try FrameFieldUnit(map.node("unit"), context)
        try map.finish()
        digest = [UInt8](SHA256.hash(data: bytes))
    }

    private static func talk(
        _ map: inout DocumentMapping
    ) throws(DocumentError) -> (Talk, Int) {
        if var continuous = try map.optionalMapping("continuous") {
            let period = try continuous.int("period")
            try continuous.finish()
            guard !map.has("poll") else {
                throw map.error("a format is either continuous or polled: poll says otherwise")
            }
            return (.continuous, Int(period))
        }
        var poll = try map.mapping("poll")
        let family = try poll.choice("family", DeviceMap.namesOf(FramePollFamily.self))
        let node = try poll.node("command")
        let command = try node.string("command")
        let addressAt = try poll.optionalInt("address_at")
        let period = try poll.int("period")
        try poll.finish()
        let question = FramePoll(
            family: family, command: command, addressAt: addressAt.map { Int($0) })
        guard let question else { throw node.error("command \(family.denial(of: command))") }
        return (.polled(question), Int(period))
    }

    private static func line(_ map: inout DocumentMapping) throws(DocumentError) -> SerialLine {
        var line = try map.mapping("line")
        let node = try line.node("baud")
        let baud = Int(try line.int("baud"))
        guard SerialLine.bauds.contains(baud) else {
            let bauds = SerialLine.bauds.map(String.init).joined(separator: ", ")
            throw node.error("baud must be one of \(bauds)")
        }
        let result = SerialLine(
            baud: baud, bits: Int(try line.int("bits")),
            parity: try line.choice("parity", DeviceMap.namesOf(SerialLine.Parity.self)),
            stop: Int(try line.int("stop")))
        try line.finish()
        return result
    }

    private static func bounds(_ map: inout DocumentMapping) throws(DocumentError) -> FrameBounds {
        var framing = try map.mapping("framing")
        let starts = try marks("start", in: &framing)
        let ends = try marks("end", in: &framing)
        let trailer = Int(try framing.optionalInt("trailer") ?? 0)
        let mask = UInt8(try framing.optionalInt("mask", in: 0x7F...0xFF) ?? 0xFF)
        var lengths: [Int] = []
        for node in try framing.nodes("lengths") {
            lengths.append(Int(try node.int("length", in: 2...Int64(FrameBounds.longest))))
        }
        try framing.finish()
        guard !starts.isEmpty || !ends.isEmpty else {
            throw framing.error("framing must have a start or an end")
        }
        guard let shortest = lengths.min(), (ends.map(\.count).max() ?? 0) + trailer < shortest
        else { throw framing.error("lengths must have one, and room for more than the end") }
        guard mask == 0x7F || mask == 0xFF else {
            throw framing.error("mask must be 0x7F, where the eighth bit is parity, or 0xFF")
        }
        return FrameBounds(
            starts: starts, ends: ends, lengths: lengths, trailer: trailer, mask: mask)
    }

    private static func marks(
        _ key: String, in framing: inout DocumentMapping
    ) throws(DocumentError) -> [[UInt8]] {
        var marks: [[UInt8]] = []
        for node in try framing.optionalNodes(key) ?? [] {
            marks.append(try FrameMapContext.bytes(node, key))
        }
        return marks
    }
}
