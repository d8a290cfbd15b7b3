package import LightClients
import Synchronization
import Wire

/// A chain in one process: several validators, real headers and signatures, CometBFT's JSON.
///
/// Its node can go away and come back while blocks go on, as a network does behind a dead link.
/// There is no consensus in it: everybody agrees in the first round.
package final class DevChain: Sendable {
    private let settings: DevChainSettings
    private let node: DevNode
    /// The node with blocks of its own, or fewer; nil where there is none.
    private let liar: DevNode?
    private let report: @Sendable (DevChainEvent) -> Void
    private let wishes: AsyncStream<Bool>
    private let wish: AsyncStream<Bool>.Continuation
    private let port: Mutex<Int>
    private let secondPort: Mutex<Int>

    /// A chain with its first block; it answers, and makes more of them, once it runs.
    ///
    /// Events come from several tasks, those of one kind in their order.
    package init(
        _ settings: DevChainSettings,
        report: @escaping @Sendable (DevChainEvent) -> Void = { _ in }
    ) async throws {
        precondition(
            ([settings.powers] + settings.powerChanges.values).allSatisfy { powers in
                powers.allSatisfy { $0 >= 0 } && powers.contains { $0 > 0 }
            }, "a chain has validators at every height, one of them with some power")
        (self.settings, self.report) = (settings, report)
        node = try DevNode(settings, report: report)
        liar =
            try await settings.lie?.hasOwnBlocks == true
            ? DevNode(settings.ofLiar, first: node.block(1), report: report) : nil
        // Unbounded: it holds one word for each call of `goAway` and `comeBack`.
        (wishes, wish) = AsyncStream<Bool>.makeStream()
        port = Mutex(settings.port)
        secondPort = Mutex(settings.honestPort ?? 0)
    }

    /// The first block: where trust in this chain begins.
    package var anchor: Anchor {
        get async {
            guard let hash = await node.block(1)?.header.hash else {
                preconditionFailure("a chain is made with its first block")
            }
            return Anchor(height: 1, hash: hash)
        }
    }

    /// The newest block, honestly.
    package var newest: Anchor {
        get async {
            guard let hash = await node.block(node.height)?.header.hash else {
                preconditionFailure("a chain is made with its first block")
            }
            return Anchor(height: await node.height, hash: hash)
        }
    }

    /// The evidence of attacks that the node on `rpcPort` took.
    ///
    /// Where it has no blocks of its own, it is the honest node, which has both.
    package var evidence: [DevEvidence] { get async { await (liar ?? node).evidence } }

    /// The evidence of attacks that the honest node took.
    package var honestEvidence: [DevEvidence] { get async { await node.evidence } }

    /// The port the node answers on; 0 before it does for the first time.
    package var rpcPort: Int { port.withLock { $0 } }

    /// The port that the honest node answers on; 0 before it does, and where there is none.
    package var honestPort: Int { secondPort.withLock { $0 } }

    /// Closes the node's port and every connection soon; blocks go on.
    ///
    /// `DevChainEvent.away` tells when it is done.
    package func goAway() { wish.yield(false) }

    /// Opens the same port again soon; `DevChainEvent.listening` tells when.
    package func comeBack() { wish.yield(true) }

    /// Hands in a transaction as `broadcast_tx_sync` does, also while the node is away.
    package func submit(_ transaction: [UInt8]) async throws(RPCError) -> RPCBroadcast {
        try await node.submit(transaction)
    }

    /// Makes blocks and answers until cancelled; call it once.
    ///
    /// Throws when the port cannot be opened.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.makeBlocks() }
            group.addTask { try await self.answer() }
            if settings.honestPort != nil {
                group.addTask { try await self.answerHonestly() }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func makeBlocks() async throws {
        let clock = ContinuousClock()
        var next = clock.now
        while true {
            // From one due time to the next, so that the work for a block costs no rhythm.
            next = max(next + .milliseconds(settings.blockInterval), clock.now)
            try await clock.sleep(until: next)
            guard let block = try await node.advance() else { continue }
            try await liar?.follow(block)
            guard !block.results.isEmpty else { continue }
            report(
                .block(
                    height: block.header.height, codes: block.results.map(\.result.code)))
        }
    }

    /// Listens while that is wished.
    private func answer() async throws {
        while !Task.isCancelled {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.listen() }
                group.addTask { await self.waitForWish(false) }
                defer { group.cancelAll() }
                try await group.next()
            }
            if Task.isCancelled { break }
            report(.away)
            await waitForWish(true)
        }
        try Task.checkCancellation()
    }

    private func listen() async throws {
        let server = DevServer(
            rpc: DevRPC(node: liar ?? node, lie: settings.lie), limits: settings.limits,
            time: { [settings] in settings.clock().seconds })
        try await server.run(port: rpcPort) { [self] opened in
            port.withLock { $0 = opened }
            report(.listening(port: opened))
        }
    }

    /// The second node, which never goes away.
    private func answerHonestly() async throws {
        let server = DevServer(
            rpc: DevRPC(node: node), limits: settings.limits,
            time: { [settings] in settings.clock().seconds })
        try await server.run(port: honestPort) { [self] opened in
            secondPort.withLock { $0 = opened }
            report(.listeningHonestly(port: opened))
        }
    }

    private func waitForWish(_ wanted: Bool) async {
        for await isWished in wishes where isWished == wanted { return }
    }
}
