import Delivery
import Evidence
import Foundation
import IntakeLedger
import JournalStore
import LightClients
import SiteLab
import TestKit
import Testing
import Wire

@testable import Gateway

@Suite("A gateway that is not registered yet", .timeLimit(.minutes(2)))
struct UnregisteredTests {
    @Test("keeps what it has, notices its registration, and delivers without being started anew")
    func registered() async throws {
        var box = try DeliveringBox()
        let authority = try SigningKey(seed: [UInt8](repeating: 5, count: 32))
        box.settings.genesis = LedgerGenesis(
            gateways: [],
            authorities: try #require(Authorities(keys: [authority.publicKey], threshold: 1)))
        let decision = Decision.register(
            gateway: DeliveringBox.gateway, site: "quay", key: box.key.publicKey)
        var resolution = SignedResolution(
            Resolution(chainID: box.settings.chainID, number: 1, decisions: [decision]))
        try resolution.sign(with: authority)
        let bytes = resolution.bytes
        try await box.run { box in
            try await box.hears("code 12")
            #expect(try await box.journal.deliveredThrough() == 0)
            #expect(try await box.chain.submit(bytes).code == 0)
            try await box.isDelivered()
        }
    }
}
