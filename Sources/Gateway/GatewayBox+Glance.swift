import DeviceReaders
import LightClients
import SystemService
import UpstreamNodes

// A glance at who would be spoken to: good to know, and no reason to refuse a configuration.

extension GatewayBox {
    /// How long brokers and nodes are waited for that are only told of.
    private static let glance = Duration.seconds(2)

    /// Who of some brokers and nodes is of no use now, each in words.
    func away(
        brokers: [Configuration.Broker], nodes: [String], of chainID: String
    ) async -> [String] {
        await withTaskGroup(of: String?.self) { group in
            for broker in brokers {
                group.addTask {
                    await BrokerDoor.trouble(
                        host: broker.host, port: broker.port, within: Self.glance
                    ).map { "the broker \($0)" }
                }
            }
            for url in nodes {
                group.addTask { await trouble(withNode: url, of: chainID) }
            }
            return await group.reduce(into: []) { if let trouble = $1 { $0.append(trouble) } }
                .sorted()
        }
    }

    private func trouble(withNode url: String, of chainID: String) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { [client] in
                do {
                    let network = try await CometBFTNode(url: url, client: client).status().node
                        .network
                    return network == chainID
                        ? nil : "the node \(url) is one of chain '\(network)'"
                } catch {
                    return "the node \(url) does not answer: \(error)"
                }
            }
            group.addTask {
                // Only a cancelled sleep throws: the answer was there before.
                try? await Task.sleep(for: Self.glance)
                return "the node \(url) does not answer within \(Self.glance.inWords)"
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
