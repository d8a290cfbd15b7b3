import Documents

extension Configuration.Control {
    /// Where systemd makes the service's folder.
    static let usualSocket = "/run/weighpost/control.sock"
    private static let usualMode = 0o660

    init(
        _ section: DocumentMapping?, path: (String) -> String
    ) throws(DocumentError) {
        (socket, mode, listen) = (Self.usualSocket, Self.usualMode, nil)
        guard var control = section else { return }
        if let name = try control.optionalString("socket") {
            socket = name == "none" ? nil : path(name)
        }
        if let node = control.optionalNode("mode") {
            let text = try node.string("mode")
            guard (3...4).contains(text.utf8.count), let bits = Int(text, radix: 8), bits <= 0o777
            else { throw node.error("'mode' is three octal digits as 660, not \(text)") }
            mode = bits
        }
        if var listen = try control.optionalMapping("listen") {
            self.listen = Listen(
                host: try listen.optionalChoice("host", ["127.0.0.1": "127.0.0.1", "::1": "::1"])
                    ?? "127.0.0.1",
                port: Int(try listen.optionalInt("port") ?? 8470),
                tokens: path(try listen.string("tokens")))
            try listen.finish()
        }
        try control.finish()
    }
}
