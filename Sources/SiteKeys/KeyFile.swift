package import Evidence
import Glibc
import Wire

/// The gateway's keys as files: the signing key, its public half and the disclosure store's key.
///
/// The signing key is PKCS#8 and its public half SubjectPublicKeyInfo (RFC 8410), both as PEM, so
/// that any common tool reads them. Private files are made with mode 0600, and one that its group
/// or others can read is refused: a key that somebody may have copied proves nothing.
package enum KeyFile {
    /// The names that `make` gives the three files.
    package enum Name {
        /// The private signing key.
        package static let signing = "signing.key"
        /// Its public half.
        package static let verifying = "signing.pub"
        /// The disclosure store's key.
        package static let store = "store.key"
    }

    /// DER of an Ed25519 private key up to its 32 bytes of seed (RFC 8410, section 7).
    private static let privatePrefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ]
    /// DER of an Ed25519 public key up to its 32 bytes (RFC 8410, section 4).
    private static let publicPrefix: [UInt8] = [
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    private static let storeMark = "weighpost-store-key-1 "

    /// Makes a signing key, its public half and a store key in a folder; never overwrites one.
    ///
    /// `random` is 64 bytes from the system's generator. Gives the public key, to be registered with
    /// the upstream; throws `KeyFileError` when a file is there already or the folder cannot be
    /// written.
    package static func make(in folder: String, random: [UInt8]) throws -> VerifyingKey {
        precondition(random.count == 64, "two keys need 64 random bytes")
        let key = try SigningKey(seed: Array(random[..<32]))
        let files = [
            (Name.signing, pem("PRIVATE KEY", privatePrefix + random[..<32]), mode_t(0o600)),
            (Name.verifying, publicPEM(key.publicKey), mode_t(0o644)),
            (Name.store, storeMark + Base64.encode(Array(random[32...])) + "\n", mode_t(0o600)),
        ]
        for (name, _, _) in files where access("\(folder)/\(name)", F_OK) == 0 {
            throw KeyFileError(existing: "\(folder)/\(name)")
        }
        var written: [String] = []
        do {
            for (name, text, mode) in files {
                try PrivateFile.write(Array(text.utf8), to: "\(folder)/\(name)", mode: mode)
                written.append("\(folder)/\(name)")
            }
        } catch {
            // Half a pair is no key: what was just made goes again, and nothing else.
            for path in written { PrivateFile.remove(path) }
            throw error
        }
        PrivateFile.sync(folder: folder)
        return key.publicKey
    }

    /// Where the key lies that is to follow the signing key of some file.
    package static func next(of path: String) -> String { path + ".next" }

    /// Makes the key that is to follow the signing key of a file, beside it.
    ///
    /// `seed` is 32 bytes from the system's generator. Throws `KeyFileError`, also when there is such a
    /// key already.
    package static func makeNext(of path: String, seed: [UInt8]) throws -> VerifyingKey {
        let key = try SigningKey(seed: seed)
        try PrivateFile.write(
            Array(pem("PRIVATE KEY", privatePrefix + seed).utf8), to: next(of: path), mode: 0o600,
            like: path)
        PrivateFile.sync(folder: PrivateFile.folder(of: path))
        return key.publicKey
    }

    /// The next key takes the place of the signing key, whose private half is gone from then on.
    ///
    /// A public half beside it becomes the new one's; the old one's stays as `signing.pub.1`, `.2` and
    /// so on, for whoever verifies what it signed. A crash leaves one of the two states.
    package static func replaceByNext(_ path: String) throws {
        let (old, new) = (
            try signingKey(at: path).publicKey, try signingKey(at: next(of: path)).publicKey
        )
        let folder = PrivateFile.folder(of: path)
        let kept = (1...10_000).lazy.map { "\(folder)/\(Name.verifying).\($0)" }
            .first { !PrivateFile.exists($0) }
        if let kept {
            try PrivateFile.write(Array(publicPEM(old).utf8), to: kept, mode: 0o644)
        }
        try PrivateFile.replace(
            "\(folder)/\(Name.verifying)", by: Array(publicPEM(new).utf8), mode: 0o644)
        try PrivateFile.move(next(of: path), to: path)
        PrivateFile.sync(folder: folder)
    }

    /// Reads the key that is to follow the signing key of a file; nil where there is none.
    package static func nextKey(of path: String) throws -> SigningKey? {
        PrivateFile.exists(next(of: path)) ? try signingKey(at: next(of: path)) : nil
    }

    /// Reads the signing key.
    package static func signingKey(at path: String) throws -> SigningKey {
        let der = try body(of: path, label: "PRIVATE KEY", isPrivate: true)
        guard der.count == 48, der.starts(with: privatePrefix) else {
            throw malformed(path, "an Ed25519 private key in PKCS#8 PEM")
        }
        return try SigningKey(seed: Array(der[16...]))
    }

    /// Reads a gateway's public key.
    package static func verifyingKey(at path: String) throws -> VerifyingKey {
        let der = try body(of: path, label: "PUBLIC KEY", isPrivate: false)
        guard der.count == 44, der.starts(with: publicPrefix),
            let key = VerifyingKey(raw: Array(der[12...]))
        else { throw malformed(path, "an Ed25519 public key in PEM") }
        return key
    }

    /// Reads the 32-byte key of the disclosure store.
    package static func storeKey(at path: String) throws -> [UInt8] {
        let text = try PrivateFile.read(path, isPrivate: true)
        guard text.hasPrefix(storeMark),
            let key = Base64.decode(trimmed(text.dropFirst(storeMark.count))), key.count == 32
        else { throw malformed(path, "a store key made by 'weighpost key new'") }
        return key
    }

    /// The public key as PEM.
    package static func publicPEM(_ key: VerifyingKey) -> String {
        pem("PUBLIC KEY", publicPrefix + key.raw)
    }

    private static func pem(_ label: String, _ der: [UInt8]) -> String {
        "-----BEGIN \(label)-----\n\(Base64.encode(der))\n-----END \(label)-----\n"
    }

    private static func body(
        of path: String, label: String, isPrivate: Bool
    ) throws -> [UInt8] {
        let lines = try PrivateFile.read(path, isPrivate: isPrivate)
            .split(whereSeparator: \.isNewline).map { trimmed($0) }
        guard lines.count >= 3, lines.first == "-----BEGIN \(label)-----",
            lines.last == "-----END \(label)-----",
            let der = Base64.decode(lines[1..<(lines.count - 1)].joined())
        else { throw malformed(path, "a PEM file of a \(label)") }
        return der
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var characters = Array(text)
        while characters.last?.isWhitespace == true { characters.removeLast() }
        return String(characters.drop(while: \.isWhitespace))
    }

    private static func malformed(_ path: String, _ what: String) -> KeyFileError {
        KeyFileError(
            code: .malformed,
            message: "\(path) is not \(what); put back the copy that was kept of it, or, for a new "
                + "gateway, make one with 'weighpost key new --out FOLDER'")
    }
}
