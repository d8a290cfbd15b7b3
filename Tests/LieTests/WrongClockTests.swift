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

@Suite("A box whose clock is wrong", .timeLimit(.minutes(1)))
struct WrongClockTests {
    @Test("behind the chain's time it believes the chain only if every witness says the same")
    func behind() async throws {
        var box = try DeliveringBox()
        box.clockError = -86_400
        try await box.run { try await $0.isDelivered() }
        (box.hasWitness, box.trust.maxClockDriftSeconds) = (false, 1)
        box.headStart = .seconds(3)
        try await box.run { box in
            try await box.hears("look at the box's clock first")
            #expect(try await box.journal.deliveredThrough() == 0)
        }
    }

    @Test("ahead of it by more than the trusting period, proof waits, and nobody is accused")
    func ahead() async throws {
        var box = try DeliveringBox()
        box.clockError = 2 * 86_400
        try await box.run { box in
            try await box.hears("trust.over")
            #expect(try await box.journal.deliveredThrough() == 0)
            #expect(try await box.journal.openDivergences().isEmpty)
        }
    }
}
