import Foundation
import Glibc

/// A connection without any library, so that anything can be sent.
///
/// Its calls block, so each runs on a thread of its own: the pool's threads are the server's.
package final class RawConnection: Sendable {
    private let file: Int32

    package init(socket path: String, receives: Int32? = nil) async throws {
        file = try await RawConnection.offPool {
            try RawConnection.open(AF_UNIX, receives) { file in
                var address = sockaddr_un()
                address.sun_family = sa_family_t(AF_UNIX)
                withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
                return RawConnection.connect(file, &address)
            }
        }
    }

    package init(port: Int) async throws {
        file = try await RawConnection.offPool {
            try RawConnection.open(AF_INET, nil) { file in
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_addr.s_addr = inet_addr("127.0.0.1")
                address.sin_port = UInt16(port).bigEndian
                return RawConnection.connect(file, &address)
            }
        }
    }

    deinit { close(file) }

    private static func open(
        _ family: Int32, _ receives: Int32?, _ connect: (Int32) -> Int32
    ) throws -> Int32 {
        let file = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        if var receives {
            setsockopt(file, SOL_SOCKET, SO_RCVBUF, &receives, 4)
        }
        guard connect(file) == 0 else {
            let cause = errno
            close(file)
            throw Trouble("no connection: \(String(cString: strerror(cause)))")
        }
        return file
    }

    private static func connect<Address>(_ file: Int32, _ address: inout Address) -> Int32 {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(file, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Runs something that blocks on a thread of its own.
    package static func offPool<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }

    /// Sends everything; false when the other side did not take it all.
    @discardableResult
    package func send(_ bytes: [UInt8]) async throws -> Bool {
        try await RawConnection.offPool { [self] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    @discardableResult
    package func send(_ text: String) async throws -> Bool { try await send(Array(text.utf8)) }

    /// Sends no more.
    package func end() { _ = shutdown(file, Int32(SHUT_WR)) }

    /// What comes until the other side ends.
    package func rest() async throws -> String {
        try await RawConnection.offPool { [self] in
            var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
            while true {
                let count = recv(file, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                all += buffer[..<count]
            }
            return String(decoding: all, as: UTF8.self)
        }
    }

    /// What comes until it holds `text`.
    package func read(until text: String) async throws -> String {
        try await RawConnection.offPool { [self] in
            var (all, buffer) = ("", [UInt8](repeating: 0, count: 65_536))
            while !all.contains(text) {
                let count = recv(file, &buffer, buffer.count, 0)
                guard count > 0 else { throw Trouble("not '\(text)' but: \(all)") }
                all += String(decoding: buffer[..<count], as: UTF8.self)
            }
            return all
        }
    }

    /// Sends a question and reads the answer to the connection's end.
    package func ask(_ text: String) async throws -> RawAnswer {
        try await send(text)
        return RawAnswer(try await rest())
    }
}

/// An answer as it came.
package struct RawAnswer: Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: String) { description = text }

    /// The status of the first response; 0 where there is none.
    package var status: Int { statuses.first ?? 0 }

    /// The status of every response, of several answers one after the other.
    package var statuses: [Int] {
        description.components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap {
            Int($0.prefix(3))
        }
    }

    /// Whether it says that the question is wrong.
    package var isRefusal: Bool { (400..<500).contains(status) }

    package func field(_ name: String) -> String? {
        let head = description.components(separatedBy: "\r\n\r\n")[0]
        for line in head.components(separatedBy: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    package var body: String {
        description.range(of: "\r\n\r\n").map { String(description[$0.upperBound...]) } ?? ""
    }

    package var json: [String: Any] {
        // A test looks at what it expects in it.
        (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
    }
}
