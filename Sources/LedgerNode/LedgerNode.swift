import Glibc
import LedgerQueries
package import LedgerServer
import LedgerStore
import LightClients
import Logging
import ServiceLifecycle
import SystemService
import UnixSignals
import UpstreamNodes
import Wire

/// A consortium node's application: everything put together.
package enum LedgerNode {
    /// Answers a CometBFT node until SIGTERM or SIGINT.
    package static func run(
        _ options: NodeOptions, at address: ABCIServer.Address, version: String,
        log: NodeLog
    ) async throws {
        // Before the address is taken: a second one would take it away from the first.
        let folder = try LedgerFolder(options.state)
        defer { withExtendedLifetime(folder) {} }
        let notifier = ServiceNotifier(environment: ProcessEnvironment.current)
        notifier.status("reading the ledger's state")
        let start = LongStart(notifier)
        start.goesOn()
        let period = WatchdogPeriod(environment: ProcessEnvironment.current)
        let progress = LedgerProgress(period)
        let application = try LedgerApplication(
            options, version: version,
            goesOn: {
                progress.mark()
                start.goesOn()
            }, report: { log.take($0) })
        start.isOver()
        log.take(.started(version: version, height: await application.height))
        let server = ABCIServer(at: address, logger: connectionLogger(log)) {
            await application.answer($0)
        }
        var services: [any Service] = [
            NodeService(server: server, address: address, notifier: notifier, log: log),
            NodeWatch(notifier: notifier, period: period, progress: progress) {
                await application.height
            },
        ]
        if let queries = options.queries {
            let server = QueryServer(host: queries.host, port: queries.port) {
                try await application.answer($0)
            }
            services.append(QueryService(server: server, place: queries, log: log))
        }
        do {
            try await ServiceGroup(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log.logger()
            ).run()
        } catch is CancellationError {
            // Told to end.
        }
        log.take(.stopped)
    }

    /// What the server of the node's connections says.
    static func connectionLogger(_ log: NodeLog) -> Logger {
        log.logger { text, level in level == .error ? .refused(text) : .lost(text) }
    }

    /// Why a transaction does not hold.
    package struct Failure: Error, CustomStringConvertible {
        /// The ledger refused it; otherwise no node could be asked.
        package let isRefused: Bool
        package let description: String
    }

    /// Sends a transaction to a node and waits until a block holds it.
    package static func submit(
        _ transaction: [UInt8], to url: String, patience: Int
    ) async -> Result<String, Failure> {
        let client = NodeClient()
        let node = CometBFTNode(url: url, client: client)
        let result = await submit(transaction, to: node, patience: patience)
        await client.shutdown()
        return result
    }

    private static func submit(
        _ transaction: [UInt8], to node: CometBFTNode, patience: Int
    ) async -> Result<String, Failure> {
        do throws(UpstreamError) {
            let answer = try await node.broadcast(transaction)
            // Code 1 is a resolution that holds already.
            if answer.code == 1 { return .success("it holds already") }
            guard answer.code == 0 else {
                return .failure(
                    Failure(
                        isRefused: true,
                        description: "the ledger refuses it with code \(answer.code): \(answer.log)"
                    ))
            }
        } catch  where error.code == .alreadyKnown {
            // Sent before; the block tells.
        } catch {
            return .failure(Failure(isRefused: false, description: "\(error)"))
        }
        for _ in 0..<(patience * 2) {
            do {
                let found = try await node.tx(.of(transaction))
                let code = found.result.result.code
                guard code <= 1 else {
                    return .failure(
                        Failure(
                            isRefused: true,
                            description: "block \(found.height) has it with code \(code): "
                                + found.result.log))
                }
                return .success("it holds since block \(found.height)")
            } catch {
                // Not in a block yet, or not indexed yet.
            }
            do {
                try await Task.sleep(for: .milliseconds(500))
            } catch {
                break
            }
        }
        return .failure(
            Failure(
                isRefused: false,
                description: "no block holds it after \(patience) s; send the same file again"))
    }
}

/// The server as a service.
private struct NodeService: Service {
    let server: ABCIServer
    let address: ABCIServer.Address
    let notifier: ServiceNotifier
    let log: NodeLog

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown {
                do {
                    try await server.run { place in
                        notifier.ready("listening at \(place)")
                        log.take(.listening(at: "\(place)"))
                    }
                } catch let error as ABCIServer.Unbound {
                    throw NodeTrouble(error, at: address)
                }
            }
        } onGracefulShutdown: {
            notifier.stopping()
        }
    }
}

/// The open questions as a service.
private struct QueryService: Service {
    let server: QueryServer
    let place: (host: String, port: Int)
    let log: NodeLog

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await server.run {
                    log.take(.answering(at: "http://\(place.host):\($0)/v1/status"))
                }
            } catch let error as QueryServer.Unbound {
                throw NodeTrouble(error, at: place)
            }
        }
    }
}
