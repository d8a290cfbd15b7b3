import Glibc
import HTTPTypes
import Synchronization

/// Who may ask what at a listener.
final class ControlGate: Sendable {
    /// The file of tokens; nil where the socket's own mode decides.
    private let file: String?
    private let tokens: Mutex<ControlTokens?>
    /// Which state of the file was looked at last.
    private let seen = Mutex<FileMark?>(nil)

    /// Tells one state of a file from another (stat(2)).
    private struct FileMark: Equatable {
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int

        init?(_ path: String) {
            var facts = stat()
            guard stat(path, &facts) == 0 else { return nil }
            (inode, size) = (UInt64(facts.st_ino), Int64(facts.st_size))
            (seconds, nanoseconds) = (facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)
        }
    }

    /// Everybody who can open the socket may do everything: the file's mode decides who that is.
    init() {
        file = nil
        tokens = Mutex(nil)
    }

    /// Only who has a token of the file.
    init(tokens file: String) throws(ControlError) {
        self.file = file
        let mark = FileMark(file)
        tokens = Mutex(try ControlTokens(file: file))
        seen.withLock { $0 = mark }
    }

    /// Reads the file again; what holds stays as it is when it is wrong.
    func reload() throws(ControlError) {
        guard let file else { return }
        let read = try ControlTokens(file: file)
        tokens.withLock { $0 = read }
    }

    /// A token that was taken out of the file opens nothing any more, whoever told us or not.
    private func follow(_ file: String) {
        let mark = FileMark(file)
        let isNews = seen.withLock { seen in
            defer { seen = mark }
            return seen != mark
        }
        guard isNews else { return }
        do {
            try reload()
        } catch {
            // What holds stays; whoever asks for a reload is told what is wrong with the file.
        }
    }

    /// Refuses who has no token (401) or one that may not do this (403); RFC 6750, section 3.1.
    func admit(_ fields: HTTPFields, to role: ControlRole) throws(ControlFault) {
        guard let file else { return }
        follow(file)
        guard let token = ControlGate.token(in: fields) else {
            throw ControlFault(
                status: 401, message: "a token is needed: Authorization: Bearer TOKEN",
                challenge: "Bearer realm=\"weighpost\"")
        }
        guard let own = tokens.withLock({ $0?.role(of: token) }) else {
            throw ControlFault(
                status: 401, message: "an unknown token",
                challenge: "Bearer realm=\"weighpost\", error=\"invalid_token\"")
        }
        guard own >= role else {
            throw ControlFault(
                status: 403, message: "this token may only look; one with role 'control' may",
                challenge: "Bearer realm=\"weighpost\", error=\"insufficient_scope\"")
        }
    }

    /// The token of the one Authorization field (RFC 6750, section 2.1).
    private static func token(in fields: HTTPFields) -> String? {
        let values = fields[values: .authorization]
        guard values.count == 1, let value = values.first else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }
}
