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

@Suite("A gateway that changes its key while nobody listens", .timeLimit(.minutes(1)))
struct ChangedKeyTests {
    @Test("delivers what each key signed under that key, and every receipt names its own")
    func delivered() async throws {
        var box = try DeliveringBox()
        let next = try SigningKey(seed: [UInt8](repeating: 8, count: 32))
        box.nextKey = next
        let first = box.key.publicKey
        try await box.run { box in
            let change = UInt64(DeliveringBox.entries + 1)
            try await box.isDelivered(through: change + 1)
            for (seq, key) in [(1, first), (change, first), (change + 1, next.publicKey)] {
                let bytes = try #require(try await box.journal.receipt(of: seq))
                #expect(try Receipt(decoding: bytes).key == key.raw)
            }
        }
    }
}
