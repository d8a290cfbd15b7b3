/// One value of a document, with its place: a scalar, a list, a mapping, or nothing.
///
/// The notation (YAML) stays outside: a scalar is the text as written, and only the reader that
/// expects a number or a truth value gives it a type. So `no` is never silently false.
package struct DocumentNode: Hashable, Sendable {
    /// What a node can be.
    package indirect enum Value: Hashable, Sendable {
        /// Nothing was written, or `null`, or `~`.
        case null
        /// One text; `plain` when it stood without quotes and may mean a number or a truth value.
        case scalar(String, plain: Bool)
        /// Keys and their values, in the order of the file, duplicates included.
        case mapping([DocumentEntry])
        /// Values in the order of the file.
        case sequence([DocumentNode])
    }

    /// Where the value begins.
    package let place: DocumentPlace
    /// The value as written.
    package let value: Value

    package init(place: DocumentPlace, value: Value) {
        (self.place, self.value) = (place, value)
    }

    /// An error that points at this node.
    package func error(_ message: String) -> DocumentError {
        DocumentError(place, message)
    }

    /// Whether it is a mapping with this key; to tell kinds of files apart.
    package func has(_ key: String) -> Bool {
        guard case .mapping(let entries) = value else { return false }
        return entries.contains { $0.key.value == .scalar(key, plain: true) }
    }

    /// Whether nothing was written.
    package var isNull: Bool { value == .null }

    /// What was found, for the end of a complaint.
    var found: String {
        switch value {
        case .null: "nothing"
        case .scalar(let text, plain: true): text
        case .scalar(let text, plain: false): "\"\(text)\""
        case .mapping: "a mapping"
        case .sequence: "a list"
        }
    }
}

/// One key of a mapping and its value.
package struct DocumentEntry: Hashable, Sendable {
    /// The key, always a scalar when it comes from `YAML.parse`.
    package let key: DocumentNode
    /// What stands behind the colon.
    package let value: DocumentNode

    package init(key: DocumentNode, value: DocumentNode) {
        (self.key, self.value) = (key, value)
    }
}
