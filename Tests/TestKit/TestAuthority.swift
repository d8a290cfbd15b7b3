import Foundation

/// A certificate authority for one test, made by openssl.
///
/// It has signed a broker's and a client's certificate.
package final class TestAuthority: Sendable {
    private let directory: TemporaryDirectory

    private static let program = "/usr/bin/openssl"

    /// Whether openssl is installed here; `.enabled(if:)` of every test that needs it.
    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: program)
    }

    /// The authority's certificate.
    package var certificate: String { directory.file("ca.pem") }

    /// A certificate that this authority signed, and its key.
    package func files(of name: String) -> (certificate: String, key: String) {
        (directory.file("\(name).pem"), directory.file("\(name).key"))
    }

    /// Makes the authority, and certificates of `broker` at a host and of `client`.
    package init(host: String = "IP:127.0.0.1") throws {
        directory = try TemporaryDirectory()
        try openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=authority", "-out", "ca.pem"]
                + Self.newKey("ca.key"))
        try sign("broker", alternativeName: host)
        try sign("client", alternativeName: "DNS:client")
    }

    private func sign(_ name: String, alternativeName: String) throws {
        try openssl(
            ["req", "-subj", "/CN=\(name)", "-out", "\(name).csr"] + Self.newKey("\(name).key"))
        try "subjectAltName=\(alternativeName)\n".write(
            toFile: directory.file("\(name).ext"), atomically: true, encoding: .utf8)
        try openssl([
            "x509", "-req", "-days", "2", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-extfile", "\(name).ext", "-out", "\(name).pem",
        ])
    }

    private static func newKey(_ file: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file]
    }

    private func openssl(_ arguments: [String]) throws {
        let child = try Child([Self.program] + arguments, in: directory.path)
        guard child.wait() == 0 else {
            throw Trouble("openssl \(arguments.joined(separator: " ")) failed")
        }
    }
}
