import Documents
package import Evidence
import Glibc
import SiteKeys
import YAML

/// Reads a configuration and the files it names.
package enum ConfigurationFile {
    /// The configuration in a file, checked to its last key.
    ///
    /// - Throws: `GatewayError` with file, line and column.
    package static func load(_ path: String) throws(GatewayError) -> Configuration {
        let files = ConfigurationFiles(
            read: { path throws(DocumentError) in try bytes(of: path) },
            parse: { bytes, file throws(DocumentError) in try YAML.parse(bytes, file: file) })
        do {
            return try Configuration(
                files.document(path), path: { Self.path($0, beside: path) }, open: files)
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
    }

    /// A path as a file names it: from the root, or from that file's folder.
    static func path(_ name: String, beside file: String) -> String {
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return file[...slash] + name
    }

    /// A file's bytes; configurations are small, so more than a megabyte is refused by the parser.
    static func bytes(of path: String) throws(DocumentError) -> [UInt8] {
        let place = DocumentPlace(file: path, line: 1, column: 1)
        guard let file = fopen(path, "rb") else {
            throw DocumentError(place, "cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= YAML.sizeLimit {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}

extension ConfigurationFile {
    /// Whether there is a file that can be read.
    static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }
}

extension Configuration {
    /// The gateway's public key, from its signing key's file; also checks the store key's file.
    package func verifyingKey() throws(GatewayError) -> VerifyingKey {
        try openKeys().signing.publicKey
    }

    /// Both keys.
    func openKeys() throws(GatewayError) -> (signing: SigningKey, store: [UInt8]) {
        do {
            return (
                try KeyFile.signingKey(at: keys.signing), try KeyFile.storeKey(at: keys.store)
            )
        } catch {
            throw GatewayError(.key, "\(error)")
        }
    }
}
