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
        let folder =
            path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) : "."
        do {
            return try Configuration(
                files.document(path), folder: folder.isEmpty ? "/" : folder, open: files)
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
    }

    /// Everything that can be said against a configuration, its devices file and its vehicles file.
    ///
    /// What the shapes of all three say, each with its place, and what the strict reader says beyond
    /// that; empty for one that is complete.
    package static func findings(_ path: String) -> [String] {
        var files: [(path: String, shape: DocumentShape)] = [(path, .configuration)]
        var findings: [DocumentError] = []
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? ""
        while !files.isEmpty {
            let (path, shape) = files.removeFirst()
            do throws(DocumentError) {
                let node = try YAML.parse(try bytes(of: path), file: path)
                findings += shape.findings(in: node)
                guard shape.name == DocumentShape.configuration.name else { continue }
                var root = try node.mapping(shape)
                for (key, shape) in [
                    ("devices", DocumentShape.devicesFile), ("vehicles", .vehiclesFile),
                ] {
                    guard let name = try root.optionalString(key) else { continue }
                    files.append((name.hasPrefix("/") ? name : folder + name, shape))
                }
            } catch {
                if !findings.contains(error) { findings.append(error) }
            }
        }
        var texts = findings.map(\.description)
        do {
            _ = try load(path)
        } catch {
            // The reader calls a thing by its role where the shape has its general name.
            let place = error.message.prefix { $0 != " " }
            if !texts.contains(where: { $0.hasPrefix(place) }) { texts.append(error.message) }
        }
        return texts
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
