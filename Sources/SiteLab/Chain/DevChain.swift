import HTTPTypes
import HummingbirdCore
package import LightClients
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A chain in one process: several validators, real headers and signatures, CometBFT's JSON.
///
/// Its node can go away and come back while blocks go on, as a network does behind a dead link.
package final class DevChain: Sendable {
    private let settings: DevChainSettings
    private let node: DevNode
    private let report: @Sendable (DevChainEvent) -> Void
    private let wishes: AsyncStream<Bool>
    private let wish: AsyncStream<Bool>.Continuation
    private let port: Mutex<Int>

    /// A chain with its first block.
    package init(
        _ settings: DevChainSettings, report: @escaping @Sendable (DevChainEvent) -> Void
    ) async throws {
        (self.settings, self.report) = (settings, report)
        node = try DevNode(settings)
        _ = try await node.advance()
        (wishes, wish) = AsyncStream<Bool>.makeStream(bufferingPolicy: .bufferingOldest(64))
        port = Mutex(settings.port)
        wish.yield(true)
    }

    /// The first block: where trust in this chain begins.
    package var anchor: Anchor {
        get async {
            guard let first = await node.block(1) else {
                preconditionFailure("a chain is made with its first block")
            }
            return Anchor(height: 1, hash: first.hash)
        }
    }

    /// The port the node answers on; 0 before it does for the first time.
    package var rpcPort: Int { port.withLock { $0 } }

    /// Closes the node's port and every connection; blocks go on.
    package func goAway() { wish.yield(false) }

    /// Opens the same port again.
    package func comeBack() { wish.yield(true) }

    /// Makes blocks and answers until cancelled.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.makeBlocks() }
            group.addTask { try await self.answer() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func makeBlocks() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(settings.blockInterval))
            guard let block = try await node.advance(), !block.transactions.isEmpty else {
                continue
            }
            report(
                .block(
                    height: block.header.height, codes: block.results.map(\.result.code)))
        }
    }

    /// Listens while that is wished; a server that is no longer wished is cancelled.
    private func answer() async throws {
        var server: Task<Void, any Error>?
        defer { server?.cancel() }
        for await isWished in wishes {
            if isWished, server == nil {
                server = Task { try await self.listen() }
            } else if !isWished, let running = server {
                running.cancel()
                // The port is free once the server has ended; how it ended is of no interest.
                _ = await running.result
                server = nil
                report(.away)
            }
        }
        try Task.checkCancellation()
    }

    private func listen() async throws {
        let rpc = DevRPC(node: node)
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(
                address: .hostname("127.0.0.1", port: rpcPort)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "devchain", factory: { _ in SwiftLogNoOpLogHandler() })
        ) { request, writer, _ in
            var buffer = try await request.body.collect(upTo: 2_000_000)
            let question = buffer.readBytes(length: buffer.readableBytes) ?? []
            let answer = await rpc.answer(question)
            var headers = HTTPFields()
            headers[.contentType] = "application/json"
            headers[.contentLength] = String(answer.count)
            try await writer.write(
                response: HTTPResponse(status: .ok, headerFields: headers),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
        } onServerRunning: { channel in
            let port = channel.localAddress?.port ?? 0
            self.port.withLock { $0 = port }
            self.report(.listening(port: port))
        }
        try await server.run()
    }
}
