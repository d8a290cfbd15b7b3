import TestKit
import Testing

@Suite("Delivery through bad weather")
struct HostileEnvironmentTests {
    @Test(
        "whatever is lost, late, repeated, refused or restarted, each entry arrives once",
        arguments: UInt64(0)..<300)
    func arrivesOnce(seed: UInt64) {
        var world = HostileWorld(seed: seed)
        world.run()
        #expect(world.complaints.isEmpty, "seed \(seed), \(world.now) ms, life \(world.life)")
    }
}
