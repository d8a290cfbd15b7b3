package import Logging
import NIOCore
import NIOPosix

/// Answers a CometBFT node over the socket protocol of ABCI 2.0: TCP or a unix socket.
///
/// The node opens four connections and may send many requests before it reads; on each connection
/// the answers come one for one, in their order. What answers is handed in, and is asked by one
/// connection at a time for each of its requests.
package struct ABCIServer: Sendable {
    /// Where the node connects.
    package enum Address: Hashable, Sendable, CustomStringConvertible {
        /// An IPv4 or IPv6 address of this machine; port 0 takes a free one.
        case tcp(host: String, port: Int)
        case unix(path: String)

        /// As `proxy_app` in the node's config.toml has it.
        package var description: String {
            switch self {
            case .tcp(let host, let port):
                host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
            case .unix(let path): "unix://\(path)"
            }
        }

        /// Reads `tcp://host:port`, with an IPv6 address in brackets (RFC 3986, section 3.2.2), or
        /// `unix://path`.
        package init?(_ text: String) {
            if text.hasPrefix("unix://"), text.count > 7 {
                self = .unix(path: String(text.dropFirst(7)))
                return
            }
            guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":"),
                let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
            else { return nil }
            var host = text[text.index(text.startIndex, offsetBy: 6)..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") {
                host = host.dropFirst().dropLast()
            } else if host.contains(":") {
                // Where the address ends and the port begins is anybody's guess.
                return nil
            }
            guard !host.isEmpty else { return nil }
            self = .tcp(host: String(host), port: port)
        }
    }

    /// Nobody can listen at the address.
    package struct Unbound: Error, Hashable, Sendable {
        /// The system's number of why (errno); nil where it is no question of the system.
        package let number: Int32?
        /// Why, in a library's words.
        package let words: String
    }

    package typealias Answering = @Sendable (ABCIRequest) async -> ABCIResponse

    private let address: Address
    private let logger: Logger
    private let answer: Answering

    /// `logger` hears of exceptions as errors, and of connections that break as warnings.
    package init(at address: Address, logger: Logger, answer: @escaping Answering) {
        (self.address, self.logger, self.answer) = (address, logger, answer)
    }

    /// Answers until cancelled; `started` gets the address, with the port that was chosen.
    ///
    /// Throws `Unbound` when the address cannot be had.
    package func run(started: @Sendable (Address) -> Void = { _ in }) async throws {
        let server: NIOAsyncChannel<any Channel, Never>
        do {
            server = try await bound()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Unbound(number: (error as? IOError)?.errnoCode, words: "\(error)")
        }
        started(Self.address(of: server.channel) ?? address)
        try await server.executeThenClose { clients in
            try await withThrowingDiscardingTaskGroup { group in
                for try await client in clients {
                    group.addTask { await serve(client) }
                }
            }
        }
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// The listening socket; its clients are bare channels that read nothing before they are served,
    /// so that one which came at the very end needs no tidying up.
    private func bound() async throws -> NIOAsyncChannel<any Channel, Never> {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
        let prepare: @Sendable (any Channel) -> EventLoopFuture<any Channel> = { channel in
            channel.eventLoop.makeSucceededFuture(channel)
        }
        switch address {
        case .tcp(let host, let port):
            return try await bootstrap.bind(
                host: host, port: port, childChannelInitializer: prepare)
        case .unix(let path):
            return try await bootstrap.bind(
                unixDomainSocketPath: path, cleanupExistingSocketFile: true,
                childChannelInitializer: prepare)
        }
    }

    private static func address(of channel: any Channel) -> Address? {
        guard let local = channel.localAddress, let port = local.port,
            let host = local.ipAddress
        else { return nil }
        return .tcp(host: host, port: port)
    }

    /// One connection, to its end; what goes wrong with it is logged and ends it alone.
    private func serve(_ channel: any Channel) async {
        do {
            let connection = try await channel.eventLoop.submit {
                try Connection(wrappingChannelSynchronously: channel)
            }.get()
            try await connection.executeThenClose { incoming, outgoing in
                try await channel.setOption(.autoRead, value: true).get()
                var frames = ABCIFrames()
                for try await part in incoming {
                    frames.append(part.readableBytesView)
                    while let message = try frames.next() {
                        let response = await response(to: message)
                        let bytes = ABCIFrames.framed(response.bytes)
                        try await outgoing.write(ByteBuffer(bytes: bytes))
                        if case .exception(let reason) = response {
                            logger.error("\(reason)")
                            return
                        }
                    }
                }
            }
        } catch is CancellationError {
            return
        } catch {
            logger.warning("the node's connection ends: \(error)")
        }
    }

    private func response(to message: [UInt8]) async -> ABCIResponse {
        let request: ABCIRequest
        do {
            request = try ABCIRequest(decoding: message)
        } catch {
            return .exception("a request that is not understood: \(error)")
        }
        switch request {
        case .echo(let text): return .echo(text)
        case .flush: return .flush
        default: return await answer(request)
        }
    }
}
