extension DocumentNode {
    /// This document with another one laid over it: mappings key by key, everything else is replaced.
    ///
    /// Every value keeps the place where it was written, for complaints.
    package func overlaid(by other: DocumentNode) -> DocumentNode {
        guard case .mapping(var entries) = value, case .mapping(let others) = other.value else {
            return other
        }
        for entry in others {
            let below = entries.firstIndex {
                $0.key.scalar != nil && $0.key.scalar == entry.key.scalar
            }
            if let below {
                entries[below] = DocumentEntry(
                    key: entry.key, value: entries[below].value.overlaid(by: entry.value))
            } else {
                entries.append(entry)
            }
        }
        return DocumentNode(place: place, value: .mapping(entries))
    }

    /// The text of a scalar; nil for what is none.
    private var scalar: String? {
        if case .scalar(let text, _) = value { text } else { nil }
    }
}
