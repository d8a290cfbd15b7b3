import Delivery
package import Evidence
import JournalStore
import SystemService
import Wire

/// Goes on with a new signing key where the old one is gone.
///
/// The new key signs the change alone, so nobody who trusts the old one is led to it: the authorities
/// registered it, and they are whom a verifier asks.
package struct LostKey: Sendable {
    private let configuration: Configuration

    package init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Appends the entry that changes from the lost key to the one of the configuration.
    ///
    /// The agent must not run. Gives the entry's number; throws `GatewayError` or `JournalError`.
    package func replace(_ lost: VerifyingKey) async throws -> UInt64 {
        let keys = try GatewayKeys(configuration.keys)
        let journal = try SQLiteJournal(
            folder: configuration.state, gateway: configuration.gateway, key: lost,
            storeKey: keys.store)
        let previous = await journal.keys.current
        guard previous != keys.signing.publicKey else {
            throw GatewayError(.key, "the journal goes on with the key of the file already")
        }
        let recorder = Recorder(
            journal: journal,
            maker: EntryMaker(gateway: configuration.gateway, key: keys.signing),
            clock: SystemClock().siteClock, report: { _ in })
        let body = try KeyBody(
            gateway: configuration.gateway, from: previous, to: keys.signing)
        // What the lost key signed is refused from now on, so its batches would only be in the way.
        // The ledger knows entries by their digests: one that it has already is not taken twice.
        let through = try await journal.deliveredThrough()
        for batch in try await journal.batches(beyond: through) where !batch.state.isFinal {
            try await journal.set(.ended(.superseded), of: batch.id)
        }
        return try await recorder.record(.key(body)).seq
    }
}
