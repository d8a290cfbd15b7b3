extension DocumentShape {
    /// Everything in a document that this shape has something to say against, in the order of the
    /// file.
    ///
    /// The strict reader stops at the first; a person mends all of them at once.
    package func findings(in node: DocumentNode) -> [DocumentError] {
        var mapping: DocumentMapping
        do throws(DocumentError) {
            mapping = try DocumentMapping(node, of: self)
        } catch {
            return [error]
        }
        var findings: [DocumentError] = []
        for key in keys {
            do throws(DocumentError) {
                if let value = mapping.optionalNode(key.name) {
                    findings += key.content.findings(in: value, named: key.name)
                } else if key.isRequired {
                    _ = try mapping.node(key.name)
                }
            } catch {
                findings.append(error)
            }
        }
        if let others {
            let own = Set(keys.map(\.name))
            for key in mapping.keys where !own.contains(key) {
                if let value = mapping.optionalNode(key) {
                    findings += others.findings(in: value, named: key)
                }
            }
        }
        findings += mapping.strays
        return findings.sorted {
            ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column)
        }
    }
}

extension DocumentContent {
    /// Whether it stands for what was written: a mapping for a mapping, a list for a list.
    private func isAlike(_ node: DocumentNode) -> Bool {
        switch (self, node.value) {
        case (.mapping, .mapping), (.list, .sequence): true
        case (.text, .scalar), (.filled, .scalar), (.whole, .scalar), (.decimal, .scalar),
            (.flag, .scalar),
            (.word, .scalar):
            true
        default: false
        }
    }

    fileprivate func findings(in node: DocumentNode, named name: String) -> [DocumentError] {
        do throws(DocumentError) {
            switch self {
            case .text: _ = try node.string(name)
            case .filled: _ = try node.filled(name)
            case .whole(let range): _ = try node.int(name, in: range)
            case .decimal(let range): _ = try node.decimal(name, in: range)
            case .flag: _ = try node.bool(name)
            case .word(let words):
                _ = try node.choice(name, Dictionary(uniqueKeysWithValues: words.map { ($0, ()) }))
            case .mapping(let shape): return shape.findings(in: node)
            case .list(let inner):
                return try node.nodes(name).flatMap { inner.findings(in: $0, named: name) }
            case .either(let several):
                let alike = several.filter { $0.isAlike(node) }
                let all = (alike.isEmpty ? several : alike).map {
                    $0.findings(in: node, named: name)
                }
                // The one that is nearest is the one that was meant.
                return all.min { $0.count < $1.count } ?? []
            }
            return []
        } catch {
            return [error]
        }
    }
}
