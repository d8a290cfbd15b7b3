import Glibc

/// Reads and writes small files whose permissions matter.
enum PrivateFile {
    /// Writes a new file with exactly this mode, durable before it returns.
    ///
    /// It belongs to whoever owns the file that it is to be `like`: root makes keys for a service.
    static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t, like model: String? = nil
    ) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else {
            // Also a link that leads nowhere: it is not followed.
            if errno == EEXIST { throw KeyFileError(existing: path) }
            throw KeyFileError(
                code: .unwritable,
                message: "cannot create \(path): \(reason()); name a folder "
                    + "that exists and that you may write")
        }
        defer { close(file) }
        guard fchmod(file, mode) == 0, isGiven(file, like: model),
            Glibc.write(file, bytes, bytes.count) == bytes.count,
            fsync(file) == 0
        else {
            let why = reason()
            unlink(path)
            throw KeyFileError(code: .unwritable, message: "cannot write \(path): \(why)")
        }
    }

    private static func isGiven(_ file: Int32, like model: String?) -> Bool {
        var owner = stat()
        guard let model, stat(model, &owner) == 0 else { return true }
        return (owner.st_uid == geteuid() && owner.st_gid == getegid())
            || fchown(file, owner.st_uid, owner.st_gid) == 0
    }

    /// The folder a path lies in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Puts a file in another's place, in one step.
    static func move(_ path: String, to place: String) throws {
        guard rename(path, place) == 0 else {
            throw KeyFileError(
                code: .unwritable, message: "cannot move \(path) to \(place): \(reason())")
        }
    }

    /// Puts new content in a file's place, in one step; makes it where there is none.
    static func replace(_ path: String, by bytes: [UInt8], mode: mode_t) throws {
        let draft = path + ".new"
        remove(draft)
        try write(bytes, to: draft, mode: mode, like: path)
        try move(draft, to: path)
    }

    /// Removes a file that `write` made; one that is gone already is as well.
    static func remove(_ path: String) {
        unlink(path)
    }

    /// Makes the names of new files durable, where the file system can.
    static func sync(folder: String) {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    /// Reads a file of at most 4 kB; a private one only if nobody else can read it.
    static func read(
        _ path: String, isPrivate: Bool,
        advice: String =
            "put back the copy that was kept of it, or, for a new gateway, make keys with "
            + "'weighpost key new'"
    ) throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            // Who may not look at keys is not to make others.
            let todo =
                errno == EACCES ? "run this as root or as the agent's user, by 'sudo -u'" : advice
            throw KeyFileError(
                code: .missing, message: "cannot open \(path): \(reason()); \(todo)")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw KeyFileError(code: .missing, message: "cannot look at \(path): \(reason())")
        }
        if isPrivate, status.st_mode & foreignBits(path) != 0 {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw KeyFileError(
                code: .exposed,
                message: "\(path) can be read by others (mode 0\(mode)): "
                    + "run 'chmod 600 \(path)', and change what it holds if somebody may have copied it"
            )
        }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(file, &buffer, buffer.count)
        return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    }

    /// The bits of a private file that let in others.
    ///
    /// A credential of the service manager is opened to the service by an access list, and its group
    /// bits then show the list's mask (systemd.exec(5), `LoadCredential=`; acl(5)).
    private static func foreignBits(_ path: String) -> mode_t {
        guard let folder = getenv("CREDENTIALS_DIRECTORY"),
            path.hasPrefix(String(cString: folder) + "/")
        else { return 0o077 }
        return 0o037
    }

    private static func reason() -> String {
        String(cString: strerror(errno))
    }
}
