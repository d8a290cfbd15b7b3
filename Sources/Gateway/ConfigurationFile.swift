package import Documents
package import Evidence
import Glibc
import SystemService
import YAML

/// Reads a configuration and the files it names.
package enum ConfigurationFile {
    /// The configuration in a file and its drop-ins, checked to its last key.
    ///
    /// - Throws: `GatewayError` with file, line and column.
    package static func load(_ path: String) throws(GatewayError) -> Configuration {
        let seen = ReadFiles()
        let files = ConfigurationFiles(
            read: { path throws(DocumentError) in
                let bytes = try bytes(of: path)
                seen.note(path, bytes)
                return bytes
            },
            parse: { bytes, file throws(DocumentError) in try YAML.parse(bytes, file: file) })
        do {
            var configuration = try Configuration(
                document(path, files), path: { Self.path($0, beside: path) }, open: files)
            configuration.digest = seen.digest
            return configuration
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
    }

    /// What holds: every key with its value, and where that is written.
    ///
    /// - Throws: `GatewayError` with file, line and column.
    package static func effective(_ path: String) throws(GatewayError) -> [EffectiveValue] {
        do {
            let node = try document(path, plainFiles)
            let resolved = ResolvedValues(try load(path))
            var values = DocumentShape.configuration.effective(in: node, unwritten: resolved.of)
            for (name, kind) in WrittenFile.configuration.files(in: node) {
                guard let kind else { continue }
                let other = try plainFiles.document(Self.path(name, beside: path))
                let prefix = "\(kind.rawValue): "
                let known = kind == .devices ? resolved.devices(in: other, under: prefix) : [:]
                values += kind.shape.effective(
                    in: other, under: prefix, unwritten: { known[$0] ?? .usual })
            }
            return values
        } catch let error as GatewayError {
            throw error
        } catch {
            throw GatewayError(.configuration, "\(error)")
        }
    }

    /// Files as they are.
    static let plainFiles = ConfigurationFiles(
        read: { path throws(DocumentError) in try bytes(of: path) },
        parse: { bytes, file throws(DocumentError) in try YAML.parse(bytes, file: file) })

    /// A configuration with its drop-ins laid over it, in the order of their names.
    static func document(
        _ path: String, _ files: ConfigurationFiles
    ) throws(DocumentError) -> DocumentNode {
        var document = try files.document(path)
        for file in try dropIns(of: path) {
            let over = try files.document(file)
            // Whoever comments out the one line of a drop-in takes it back.
            if case .null = over.value { continue }
            document = document.overlaid(by: over)
        }
        return document
    }

    /// The files `*.yaml` in the folder that is called as the configuration, with `.d` behind it.
    ///
    /// Throws `DocumentError` for a folder that may not be looked into: silently leaving out what
    /// somebody wrote would be worse.
    static func dropIns(of path: String) throws(DocumentError) -> [String] {
        try besides(path).filter { $0.hasSuffix(".yaml") }
    }

    /// What lies in that folder, is not hidden, and is not read because its name ends otherwise.
    package static func unread(beside path: String) -> [String] {
        // A folder that may not be looked into is told of by whoever reads the configuration.
        ((try? besides(path)) ?? []).filter { !$0.hasSuffix(".yaml") }
    }

    private static func besides(_ path: String) throws(DocumentError) -> [String] {
        let folder = path + ".d"
        guard let entries = opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            let place = DocumentPlace(file: folder, line: 1, column: 1)
            throw DocumentError(
                place, "cannot be looked into: \(String(cString: strerror(errno)))")
        }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { "\(folder)/\($0)" }
    }

    /// A path as a file names it: from the root, from that file's folder, or a credential that the
    /// service manager hands to the agent alone.
    static func path(_ name: String, beside file: String) -> String {
        if name.hasPrefix(credential) {
            // Outside the service there is no such folder, and the complaint about the file says so.
            return
                (ProcessEnvironment.current["CREDENTIALS_DIRECTORY"]
                ?? "/run/credentials/weighpost.service")
                + "/" + name.dropFirst(credential.count)
        }
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return file[...slash] + name
    }

    private static let credential = "credential:"

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
        guard ferror(file) == 0 else {
            throw DocumentError(place, "cannot be read: \(String(cString: strerror(errno)))")
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
        try GatewayKeys(keys).signing.publicKey
    }
}
