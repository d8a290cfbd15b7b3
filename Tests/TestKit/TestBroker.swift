import Foundation
import Glibc
import Synchronization

/// The real mosquitto on a free loopback port, for one test.
///
/// It keeps sessions on the disk, so what it owes to a client that is away survives `stop()` and
/// `start()`. It ends, by its process id, with the value at the latest.
package final class TestBroker: Sendable {
    /// Its port on 127.0.0.1; the same after every start.
    package let port: UInt16

    private let directory: TemporaryDirectory
    private let process = Mutex<Child?>(nil)

    private static let program: String? = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether mosquitto is installed here; `.enabled(if:)` of every test that needs it.
    package static var isInstalled: Bool { program != nil }

    /// Whom a broker lets in.
    package enum Door: Sendable {
        /// Everybody.
        case open
        /// Who knows the password of a user.
        case password(user: String, String)
        /// Over TLS with the authority's certificate; `asksForOwn`: only clients that have one too.
        case certificates(TestAuthority, asksForOwn: Bool)
        /// Over TLS with a shared key.
        case sharedKey(identity: String, key: String)
    }

    /// Prepares a broker; `isRunning` says whether it is also started.
    package init(isRunning: Bool = true, door: Door = .open) throws {
        port = try FreePort.next()
        directory = try TemporaryDirectory()
        let settings = """
            listener \(port) 127.0.0.1
            \(try Self.settings(of: door, in: directory))
            user root
            max_queued_messages 100000
            persistence true
            persistence_location \(directory.path)/
            log_dest file \(directory.file("broker.log"))
            log_type all
            log_timestamp false

            """
        try settings.write(
            toFile: directory.file("broker.conf"), atomically: true, encoding: .utf8)
        if isRunning { try start() }
    }

    deinit { stop() }

    private static func settings(
        of door: Door, in directory: TemporaryDirectory
    ) throws -> String {
        switch door {
        case .open: return "allow_anonymous true"
        case .password(let user, let password):
            let file = directory.file("users")
            try "\(user):\(password)\n".write(toFile: file, atomically: true, encoding: .utf8)
            // It turns the passwords of a file into their hashes.
            try Child(["/usr/bin/mosquitto_passwd", "-U", file]).wait()
            return "allow_anonymous false\npassword_file \(file)"
        case .certificates(let authority, let asksForOwn):
            let own = authority.files(of: "broker")
            return """
                allow_anonymous true
                cafile \(authority.certificate)
                certfile \(own.certificate)
                keyfile \(own.key)
                require_certificate \(asksForOwn)
                """
        case .sharedKey(let identity, let key):
            let file = directory.file("keys")
            try "\(identity):\(key)\n".write(toFile: file, atomically: true, encoding: .utf8)
            return "allow_anonymous true\npsk_hint weighpost\npsk_file \(file)"
        }
    }

    /// Starts it and returns when it accepts connections.
    package func start() throws {
        guard let program = Self.program else { throw Trouble("mosquitto is not installed") }
        try process.withLock { process in
            guard process == nil else { return }
            process = try Child([program, "-c", directory.file("broker.conf")])
        }
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(10)
        while !accepts() {
            guard clock.now < deadline else { throw Trouble("no broker after 10 s: \(log)") }
            usleep(5_000)
        }
    }

    /// Ends it as the service manager would, and returns when it has stored what it owes.
    package func stop() {
        process.withLock { process in
            process?.signal(SIGTERM)
            process?.wait()
            process = nil
        }
    }

    /// What it wrote to its log.
    package var log: String {
        (try? String(contentsOfFile: directory.file("broker.log"), encoding: .utf8)) ?? "no log"
    }

    private func accepts() -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
