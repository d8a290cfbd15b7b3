import Glibc

/// A socket on its way to its place.
///
/// It is bound in a folder that only this user can enter, gets its mode there and is moved to its
/// place in one step: nobody can open it while its mode is another. A lock on the folder keeps two
/// processes that start at once from taking the place from each other.
final class SocketClaim: Sendable {
    /// Where to bind.
    var temporary: String { own + "/s" }
    private let place: SocketPlace
    /// The folder that nobody else can enter.
    private let own: String
    /// The place's folder, locked (flock(2)); closed by `deinit`.
    private let lock: Int32

    /// The socket that stands at its place: device and number of the file.
    struct Settled: Hashable, Sendable {
        let device: UInt
        let file: UInt
    }

    /// Takes the place, unless a living process has it.
    static func claim(_ place: SocketPlace) async throws(ControlError) -> SocketClaim {
        let lock = open(place.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { throw place.failure("no folder", errno) }
        // Who else has the lock is between binding and moving: a few milliseconds.
        for _ in 0..<100 {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 {
                return try SocketClaim(place, lock: lock)
            }
            // Only a cancelled sleep throws; what follows then sees that itself.
            try? await Task.sleep(for: .milliseconds(20))
        }
        close(lock)
        throw ControlError(
            .inUse, "another process is busy in \(place.folder); is one agent starting already?")
    }

    private init(_ place: SocketPlace, lock: Int32) throws(ControlError) {
        (self.place, self.lock) = (place, lock)
        own = try SocketClaim.prepare(place, lock: lock)
    }

    /// Makes the folder that nobody else can enter; closes the lock when it throws.
    private static func prepare(_ place: SocketPlace, lock: Int32) throws(ControlError) -> String {
        do throws(ControlError) {
            try place.checkIsFree()
            // mkdtemp(3) makes it with mode 0700.
            var template = Array("\(place.folder)/.XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw place.failure("no folder", errno) }
            let own = String(
                decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard max(place.path.utf8.count, own.utf8.count + 2) <= SocketPlace.longest else {
                rmdir(own)
                throw ControlError(
                    .socket,
                    "\(place.path) is too long for a socket: \(SocketPlace.longest) bytes at most")
            }
            return own
        } catch {
            close(lock)
            throw error
        }
    }

    /// Gives the bound socket its mode and moves it to its place.
    func settle() throws(ControlError) -> Settled {
        guard chmod(temporary, mode_t(place.mode)) == 0 else {
            throw place.failure("cannot set its mode", errno)
        }
        var facts = stat()
        guard lstat(temporary, &facts) == 0, rename(temporary, place.path) == 0 else {
            throw place.failure("cannot move it to its place", errno)
        }
        return Settled(device: facts.st_dev, file: facts.st_ino)
    }

    deinit {
        unlink(temporary)
        rmdir(own)
        close(lock)
    }
}

extension SocketPlace {
    /// Removes the socket, unless another stands there by now.
    func remove(_ settled: SocketClaim.Settled) {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_dev == settled.device,
            facts.st_ino == settled.file
        else { return }
        unlink(path)
    }
}
