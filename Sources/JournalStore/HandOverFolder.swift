import Glibc
import Wire

/// A place where people and other programs hand something to the agent: a folder in the state
/// folder, which only the agent's user and root can write.
///
/// A file counts only when it is there whole: it is written under another name and then renamed.
/// What root hands over belongs to the agent's user, who has to read and remove it.
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
        /// A checkpoint that came by the broker.
        case letter

        /// What it is to people, whoever brought it.
        package var title: String { self == .letter ? Kind.checkpoint.rawValue : rawValue }

        fileprivate var place: Place {
            switch self {
            case .checkpoint, .letter, .decision: .trust
            case .amendment: .records
            }
        }
    }

    /// What a file holds.
    package enum Content: Hashable, Sendable {
        case bytes([UInt8])
        /// Somebody took it away meanwhile.
        case gone
        /// It may be sound; nobody can tell.
        case unreadable(String)
    }

    /// More is no file of ours.
    private static let maximumBytes = 65_536

    private static let mostWaiting = 32

    private let place: Place
    private let state: String
    private var path: String { "\(state)/\(place.rawValue)" }

    /// One of the folders in a state folder.
    package init(state: String, for place: Place) {
        (self.place, self.state) = (place, state)
    }

    /// Hands something over, of a kind that belongs here.
    package func put(_ bytes: [UInt8], as kind: Kind) throws(JournalError) {
        guard bytes.count <= Self.maximumBytes else {
            throw JournalError(
                .unavailable, "\(bytes.count) bytes are more than any \(kind.title) has")
        }
        var owner = stat()
        guard stat(state, &owner) == 0 else { throw trouble("cannot be made") }
        let folder = try opened(for: owner)
        defer { close(folder) }
        guard waiting().count < Self.mostWaiting else {
            throw JournalError(.unavailable, "\(path) holds more than the agent has taken; wait")
        }
        // By its content: two different ones never take each other's place.
        let name = "\(Digest.of(bytes).description.prefix(16)).\(kind.rawValue)"
        // Not followed and not shared: the folder's owner may have put anything there.
        let part = "\(name).\(getpid()).part"
        let file = openat(
            folder, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw trouble("cannot be written in") }
        defer { close(file) }
        guard isGiven(file, to: owner), write(file, bytes, bytes.count) == bytes.count,
            fsync(file) == 0, renameat(folder, part, folder, name) == 0, fsync(folder) == 0
        else {
            let failure = trouble("cannot be written in")
            unlinkat(folder, part, 0)
            throw failure
        }
    }

    /// What was handed over and not taken yet, by its name, the first one first.
    package func waiting() -> [(name: String, kind: Kind)] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [(name: String, kind: Kind, written: timespec)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let suffix = name.split(separator: ".").last,
                let kind = Kind(rawValue: String(suffix)), kind.place == place
            else { continue }
            var file = stat()
            guard fstatat(dirfd(folder), name, &file, AT_SYMLINK_NOFOLLOW) == 0,
                file.st_mode & S_IFMT == S_IFREG
            else { continue }
            found.append((name, kind, file.st_mtim))
        }
        return found.sorted {
            ($0.written.tv_sec, $0.written.tv_nsec, $0.name)
                < ($1.written.tv_sec, $1.written.tv_nsec, $1.name)
        }.map { ($0.name, $0.kind) }
    }

    /// What one holds; of a file that is larger than anything that is handed over, nothing.
    package func read(_ name: String) -> Content {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return errno == ENOENT ? .gone : .unreadable(reason) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { return .unreadable(reason) }
        return .bytes(count <= Self.maximumBytes ? Array(bytes.prefix(count)) : [])
    }

    /// Takes one away, after it was taken up or refused.
    package func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    /// The folder, made where there is none, and the agent's.
    private func opened(for owner: stat) throws(JournalError) -> Int32 {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw trouble("cannot be made") }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { throw trouble("cannot be opened") }
        guard isGiven(folder, to: owner) else {
            let failure = trouble("cannot be given to the agent's user")
            close(folder)
            throw failure
        }
        return folder
    }

    private func isGiven(_ file: Int32, to owner: stat) -> Bool {
        var own = stat()
        guard fstat(file, &own) == 0 else { return false }
        return (own.st_uid == owner.st_uid && own.st_gid == owner.st_gid)
            || fchown(file, owner.st_uid, owner.st_gid) == 0
    }

    private var reason: String { String(cString: strerror(errno)) }

    private func trouble(_ what: String) -> JournalError {
        JournalError(
            .unavailable, "\(path) \(what): \(reason); run this as root or as the agent's user")
    }
}
