import Documents
import YAML

extension ConfigurationFile {
    /// Everything that can be said against a configuration and the files that it names: devices,
    /// vehicles, maps.
    ///
    /// What the shapes of all of them say, each with its place, and what the strict reader says
    /// beyond that; empty for one that is complete.
    package static func findings(_ path: String) -> [String] {
        var waiting: [(path: String, kind: WrittenFile?)] = [(path, .configuration)]
        var seen: Set<String> = []
        var findings: [DocumentError] = []
        while !waiting.isEmpty {
            let (path, kind) = waiting.removeFirst()
            guard seen.insert(path).inserted else { continue }
            do throws(DocumentError) {
                let node =
                    kind == .configuration
                    ? try document(path, plainFiles) : try plainFiles.document(path)
                guard let kind = kind ?? WrittenFile(mapIn: node) else { continue }
                findings += kind.shape.findings(in: node)
                waiting += kind.files(in: node).map { (Self.path($0.name, beside: path), $0.kind) }
            } catch {
                findings.append(error)
            }
        }
        var texts = findings.map(\.description)
        do {
            _ = try load(path)
        } catch {
            let place = error.message.prefix { $0 != " " }
            if !texts.contains(where: { $0.hasPrefix(place) }) { texts.append(error.message) }
        }
        return texts
    }
}

extension WrittenFile {
    /// The kind of a map, by the key it begins with; nil for what is no map.
    init?(mapIn node: DocumentNode) {
        let kinds: [(key: String, kind: WrittenFile)] = [
            ("map", .registerMap), ("sensor_map", .sensorMap), ("frame_map", .frameMap),
            ("payload_map", .payloadMap),
        ]
        guard let found = kinds.first(where: { node.has($0.key) }) else { return nil }
        self = found.kind
    }

    /// The files that a document of this kind names, as it writes them; a map's kind is told by the
    /// map itself.
    func files(in node: DocumentNode) -> [(name: String, kind: WrittenFile?)] {
        switch self {
        case .configuration:
            let brokers = node["broker"].map { [$0] } ?? node["brokers"]?.items ?? []
            let topics = brokers.compactMap { $0["topics"] }
            let maps = topics.flatMap {
                ([$0["plates"]].compactMap { $0 } + ($0["sensors"]?.items ?? []))
                    .compactMap { $0["map"]?.text }
            }
            return [("devices", WrittenFile.devices), ("vehicles", .vehicles)].compactMap {
                key, kind in
                node[key]?.text.map { ($0, kind) }
            } + maps.map { ($0, nil) }
        case .devices:
            return (node["devices"]?.items ?? []).compactMap { $0["map"]?.text }.map { ($0, nil) }
        case .vehicles, .registerMap, .sensorMap, .frameMap, .payloadMap: return []
        }
    }
}

extension DocumentNode {
    /// What stands behind a key, if it is a mapping that has it.
    fileprivate subscript(key: String) -> DocumentNode? {
        guard case .mapping(let entries) = value else { return nil }
        return entries.first { $0.key.value == .scalar(key, plain: true) }?.value
    }

    /// What stands in it, if it is a list.
    fileprivate var items: [DocumentNode]? {
        if case .sequence(let items) = value { items } else { nil }
    }

    /// What it says, if it is one text.
    fileprivate var text: String? {
        if case .scalar(let text, _) = value { text } else { nil }
    }
}
