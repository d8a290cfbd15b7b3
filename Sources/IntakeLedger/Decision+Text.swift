import Evidence
import Wire

extension Decision: CustomStringConvertible {
    /// The decision as people read it before they sign.
    ///
    /// Names that others chose stand in quotes, and a key in front of them: none of them can look like
    /// the words around it.
    package var description: String {
        switch self {
        case .register(let gateway, let site, let key):
            "register \(gateway.quoted), key \(key.thumbprint), at site \(site.quoted)"
        case .set(let gateway, let status): "\(gateway.quoted) is \(status)"
        case .rekey(let gateway, let key): "key \(key.thumbprint) is that of \(gateway.quoted)"
        case .permit(let site, nil): "site \(site.quoted) may take in anything"
        case .permit(let site, let codes?):
            "site \(site.quoted) may take in "
                + (codes.isEmpty
                    ? "nothing" : codes.map(\.quoted).joined(separator: ", "))
        case .publish(let list):
            "list \(list.version.quoted) of \(list.scheme.quoted), \(list.codes.count) codes"
        case .allow(let schema):
            "allow-list \(schema.version) of kinds "
                + schema.bodies.keys.sorted().map(String.init).joined(separator: ", ")
                + ", \(schema.digest)"
        case .appoint(let board):
            "\(board.keys.count) authorities decide, \(board.threshold) have to sign: "
                + board.keys.map { "\($0.thumbprint)" }.joined(separator: ", ")
        }
    }
}

extension String {
    /// In quotes, on one line, with what would end them escaped as in JSON.
    fileprivate var quoted: String {
        "\"\(replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").printable())\""
    }
}
