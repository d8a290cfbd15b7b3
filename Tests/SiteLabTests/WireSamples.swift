import Evidence
import Intake
import IntakeLedger
import LightClients
import TestKit
import WeighpostVerify
import Wire

@testable import SiteLab

/// One load's way, with keys that everybody knows, as the page of wire formats shows it.
struct WireSamples {
    static let (gateway, chainID) = ("https://yard.example/gateways/bridge-1", "weighpost-1")
    /// 2026-11-24 06:14:37 UTC.
    static let time: Int64 = 1_795_500_877

    let made: MadeEntry
    let batch: Batch
    let receipt: Receipt
    let checkpoint: SignedCheckpoint
    let resolution: SignedResolution
    let head: (value: [UInt8], proof: [UInt8])
    let anchor: Anchor

    init() async throws {
        // The keys of RFC 8032, 7.1, tests 1 to 3: everybody can check what they sign.
        let keys = try [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        ].map { try SigningKey(seed: Hex.decode($0) ?? []) }
        made = try Self.entry(keys[0])
        batch = try Self.batch(made.entry, keys[0])
        let chain = try await Self.chain(keys[0], batch)
        (receipt, head, anchor) = (chain.receipt, chain.head, chain.anchor)
        var checkpoint = SignedCheckpoint(
            Checkpoint(
                chainID: Self.chainID, height: anchor.height, hash: anchor.hash,
                issuedAt: Self.time, expiresAt: Self.time + 14 * 86_400))
        var resolution = SignedResolution(
            Resolution(
                chainID: Self.chainID, number: 1,
                decisions: [
                    .register(gateway: Self.gateway, site: "yard", key: keys[0].publicKey),
                    .permit(site: "yard", codes: ["EWC 20 03 01"]),
                ]))
        for key in keys.dropFirst() {
            try checkpoint.sign(with: key)
            try resolution.sign(with: key)
        }
        (self.checkpoint, self.resolution) = (checkpoint, resolution)
    }

    private static func id(_ number: Int64) -> UUIDv7 {
        var generator = SeededGenerator(seed: UInt64(number))
        return UUIDv7(milliseconds: time * 1000 + number, using: &generator)
    }

    private static func entry(_ key: SigningKey) throws -> MadeEntry {
        guard let plate = Plate("SK AB 1234") else { throw Trouble("no plate") }
        var salts = SeededGenerator(seed: 1)
        return try EntryMaker(gateway: gateway, key: key).make(
            .weighIn(WeighInBody(visit: [UInt8](0..<16))), claims: [.plate(plate)], after: .start,
            id: id(1), time: time, salts: &salts)
    }

    /// The entry, and one after it that travels as its digest.
    private static func batch(_ entry: JournalEntry, _ key: SigningKey) throws -> Batch {
        var salts = SeededGenerator(seed: 2)
        let zero = try EntryMaker(gateway: gateway, key: key).make(
            .event(EventBody(code: .zero, subject: "scale", value: 0)), claims: [],
            after: ChainLink(seq: 1, digest: entry.digest), id: id(2), time: time + 60,
            salts: &salts)
        return try Batch.make(
            [.entry(entry.bytes), .digest(zero.entry.digest)], chainID: chainID, gateway: gateway,
            after: .start, validUntil: 1_000, key: key, id: id(3))
    }

    /// A chain of one validator takes the batch in its second block, and proves it in the third.
    private static func chain(
        _ key: SigningKey, _ batch: Batch
    ) async throws -> (receipt: Receipt, head: (value: [UInt8], proof: [UInt8]), anchor: Anchor) {
        let registration = GatewayRegistration(gateway: gateway, site: "yard", key: key.publicKey)
        var settings = DevChainSettings(genesis: LedgerGenesis(gateways: [registration]))
        (settings.chainID, settings.powers) = (chainID, [10])
        settings.clock = { Timestamp(seconds: time, nanoseconds: 0) ?? .epoch }
        let node = try DevNode(settings)
        _ = try await node.submit(batch.bytes)
        for _ in 1...2 { _ = try await node.advance() }
        let answer = await node.query("/head", Array(gateway.utf8), height: 0, prove: true)
        guard let first = await node.block(1), let second = await node.block(2),
            let third = await node.block(3), let hash = first.header.hash,
            let operation = answer.proof?.first
        else { throw Trouble("a chain of three blocks") }
        let anchor = Anchor(height: 1, hash: hash)
        let trail = try await trail(from: first, to: third, anchor, node)
        let receipt = Receipt(
            of: 1, in: batch, answer: ResultProof(of: 0, in: second.results.map(\.result)),
            trail: trail, key: key.publicKey,
            statement: Receipt.Statement(witnesses: ["county"], provenAt: time + 2))
        guard let receipt else { throw Trouble("no receipt") }
        return (receipt, (answer.value, operation.data), anchor)
    }

    private static func trail(
        from first: DevBlock, to third: DevBlock, _ anchor: Anchor, _ node: DevNode
    ) async throws -> [VerifiedHeader] {
        let options = TrustOptions(chainID: chainID, trustingPeriodSeconds: 86_400)
        let now = Timestamp(seconds: time + 1, nanoseconds: 0) ?? .epoch
        let set = ValidatorSet(validators: await node.validators(at: 1))
        let verdict = Verifier.start(
            first.header, nextValidators: set, at: anchor, options: options, now: now)
        guard case .verified(let start) = verdict else { throw Trouble("\(verdict)") }
        let last = Verifier.verify(
            UnverifiedLightBlock(
                header: third.header, commit: third.commit, validators: set, nextValidators: nil),
            trusted: start, options: options, now: now)
        guard case .verified(let end) = last else { throw Trouble("\(last)") }
        return [start, end]
    }
}
