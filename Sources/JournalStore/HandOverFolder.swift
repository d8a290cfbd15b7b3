import Glibc
import Wire

/// A place where people and other programs hand something to the agent: a folder in the state
/// folder, which only the agent's user and root can write.
///
/// A file counts only when it is there whole: it is written under another name and then renamed.
package struct HandOverFolder: Sendable {
    /// Which place it is, by the folder's name.
    package enum Place: String, Sendable {
        /// For whoever looks after trust in the chain.
        case trust
        /// For the desk that weighs.
        case records
    }

    /// What is handed over.
    package enum Kind: String, Sendable {
        case checkpoint, decision, amendment

        fileprivate var place: Place {
            switch self {
            case .checkpoint, .decision: .trust
            case .amendment: .records
            }
        }
    }

    /// More is no file of ours.
    private static let maximumBytes = 65_536

    private static let mostWaiting = 32

    private let place: Place
    private let path: String

    /// One of the folders in a state folder.
    package init(state: String, for place: Place) {
        (self.place, path) = (place, "\(state)/\(place.rawValue)")
    }

    /// Hands something over, of a kind that belongs here.
    package func put(_ bytes: [UInt8], as kind: Kind) throws(JournalError) {
        guard bytes.count <= Self.maximumBytes else {
            throw JournalError(
                .unavailable, "\(bytes.count) bytes are more than any \(kind.rawValue) has")
        }
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw trouble("cannot be made") }
        guard waiting().count < Self.mostWaiting else {
            throw JournalError(.unavailable, "\(path) holds more than the agent has taken; wait")
        }
        // By its content: two different ones never take each other's place.
        let name = "\(path)/\(Digest.of(bytes).description.prefix(16)).\(kind.rawValue)"
        let file = open("\(name).part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw trouble("cannot be written in") }
        defer { close(file) }
        guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0,
            rename("\(name).part", name) == 0
        else { throw trouble("cannot be written in") }
    }

    /// What was handed over and not taken yet, by its name.
    package func waiting() -> [(name: String, kind: Kind)] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [(name: String, kind: Kind)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let suffix = name.split(separator: ".").last,
                let kind = Kind(rawValue: String(suffix)), kind.place == place
            else { continue }
            found.append((name, kind))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// The bytes of one; nil when it is gone, or larger than anything that is handed over.
    package func read(_ name: String) -> [UInt8]? {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0, count <= Self.maximumBytes else { return nil }
        return Array(bytes.prefix(count))
    }

    /// Takes one away, after it was taken up or refused.
    package func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    private func trouble(_ what: String) -> JournalError {
        JournalError(
            .unavailable,
            "\(path) \(what): \(String(cString: strerror(errno))); run this as root or as the "
                + "agent's user")
    }
}
