import Evidence
import Foundation
import FoundationNetworking
import IntakeLedger
import LightClients
import TestKit
import Wire

@testable import SiteLab

/// A gateway of a dev chain, with a journal of weigh-ins.
struct DevGateway {
    static let uri = "https://site.example/gateways/1"
    let key: SigningKey
    private(set) var entries: [JournalEntry] = []
    private var generator = SeededGenerator(seed: 7)

    init() throws {
        key = try SigningKey(seed: [UInt8](repeating: 9, count: 32))
    }

    /// A dev chain's settings that know this gateway.
    func settings(_ change: (inout DevChainSettings) -> Void = { _ in }) -> DevChainSettings {
        let registration = GatewayRegistration(
            gateway: Self.uri, site: "Quay", key: key.publicKey)
        var settings = DevChainSettings(genesis: LedgerGenesis(gateways: [registration]))
        settings.blockInterval = 20
        change(&settings)
        return settings
    }

    /// The next entries as a transaction.
    mutating func batch(_ count: Int, validUntil: Int64 = 100_000) throws -> [UInt8] {
        let before = link(entries.count)
        for _ in 0..<count {
            let visit = [UInt8](repeating: UInt8(truncatingIfNeeded: entries.count), count: 16)
            entries.append(
                try EntryMaker(gateway: Self.uri, key: key).make(
                    .weighIn(WeighInBody(visit: visit)), claims: [], after: link(entries.count),
                    id: id(), time: 1_790_000_000, salts: &generator
                ).entry)
        }
        return try batch(after: before, validUntil: validUntil)
    }

    /// Everything after some entry as a transaction.
    mutating func batch(after before: ChainLink, validUntil: Int64 = 100_000) throws -> [UInt8] {
        let items = entries.dropFirst(Int(before.seq)).map { BatchItem.entry($0.bytes) }
        return try Batch.make(
            items, chainID: "weighpost-dev", gateway: Self.uri, after: before,
            validUntil: validUntil, key: key, id: id()
        ).bytes
    }

    func link(_ seq: Int) -> ChainLink {
        seq == 0 ? .start : ChainLink(seq: UInt64(seq), digest: entries[seq - 1].digest)
    }

    private mutating func id() -> UUIDv7 {
        UUIDv7(milliseconds: 1_790_000_000_000, using: &generator)
    }
}

/// Asks a node over real HTTP.
struct NodeClient: Sendable {
    let port: Int

    /// What comes back for a body.
    func post(_ body: String) async throws -> (status: Int, body: String) {
        var request = URLRequest(
            url: URL(string: "http://127.0.0.1:\(port)/") ?? URL(filePath: "/"))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.timeoutInterval = 10
        let (data, response) = try await URLSession.shared.data(for: request)
        return (
            (response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self)
        )
    }

    /// The result of a method.
    func ask<Result: Codable & Sendable>(
        _ method: String, _ params: String = "{}", as type: Result.Type = Result.self
    ) async throws -> Result {
        let (_, body) = try await post(
            #"{"jsonrpc":"2.0","id":"q","method":"\#(method)","params":\#(params)}"#)
        let answer = try JSONDecoder().decode(RPCAnswer<Result>.self, from: Data(body.utf8))
        if let error = answer.error { throw error }
        guard let result = answer.result else { throw CocoaError(.coderValueNotFound) }
        return result
    }

    func send(_ transaction: [UInt8]) async throws -> RPCBroadcast {
        try await ask("broadcast_tx_sync", #"{"tx":"\#(Base64.encode(transaction))"}"#)
    }

    /// Everything about a height.
    func lightBlock(_ height: Int64) async throws -> UnverifiedLightBlock {
        let commit: RPCCommit = try await ask("commit", #"{"height":"\#(height)"}"#)
        let set = try await validators(height)
        guard let header = commit.signedHeader?.header, let votes = commit.signedHeader?.commit
        else { throw CocoaError(.coderValueNotFound) }
        return UnverifiedLightBlock(
            header: header, commit: votes, validators: set,
            nextValidators: try await validators(height + 1))
    }

    private func validators(_ height: Int64) async throws -> ValidatorSet {
        let answer: RPCValidators = try await ask(
            "validators", #"{"height":"\#(height)","page":"1","per_page":"100"}"#)
        return ValidatorSet(validators: answer.validators)
    }
}

/// The events of a chain, one after the other.
struct DevChainNews: Sendable {
    let events: AsyncStream<DevChainEvent>

    /// The next one; nil once the chain has ended.
    func next() async -> DevChainEvent? {
        for await event in events { return event }
        return nil
    }
}

/// Runs a dev chain for the time of a test, which sees its events.
func withDevChain(
    _ settings: DevChainSettings,
    _ body: (DevChain, NodeClient, DevChainNews) async throws -> Void
) async throws {
    let (events, teller) = AsyncStream<DevChainEvent>.makeStream()
    let chain = try await DevChain(settings) { teller.yield($0) }
    let running = Task {
        // However it ends, nobody waits for events any longer.
        defer { teller.finish() }
        try await chain.run()
    }
    defer { running.cancel() }
    let news = DevChainNews(events: events)
    // An honest node beside it may be the first of the two.
    while let event = await news.next() {
        guard case .listening(let port) = event else { continue }
        try await body(chain, NodeClient(port: port), news)
        running.cancel()
        _ = await running.result
        return
    }
    // The chain has ended, and says why.
    try await running.value
}
