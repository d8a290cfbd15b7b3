import Evidence
import SiteKeys

/// The private keys that the box has: the one that signs, and where it changes, the one that follows.
struct GatewayKeys: Sendable {
    /// The key of the file `keys: signing:`.
    let signing: SigningKey
    /// The key that lies beside it and is to follow; nil where the gateway keeps its key.
    let next: SigningKey?
    /// Seals the disclosures.
    let store: [UInt8]

    init(signing: SigningKey, next: SigningKey? = nil, store: [UInt8]) {
        (self.signing, self.next, self.store) = (signing, next, store)
    }

    /// Reads the files that a configuration names.
    init(_ keys: Configuration.Keys) throws(GatewayError) {
        do {
            signing = try KeyFile.signingKey(at: keys.signing)
            next = try KeyFile.nextKey(of: keys.signing)
            store = try KeyFile.storeKey(at: keys.store)
        } catch {
            throw GatewayError(.key, "\(error)")
        }
    }

    /// The private half of a key; nil where the box does not have it.
    func privateKey(of key: VerifyingKey) -> SigningKey? {
        [signing, next].compactMap { $0 }.first { $0.publicKey == key }
    }

    /// The private half of the key that a journal goes on with.
    ///
    /// Throws `GatewayError` when neither file holds it.
    func current(of history: KeyHistory) throws(GatewayError) -> SigningKey {
        if let key = privateKey(of: history.current) { return key }
        throw GatewayError(
            .key,
            "the journal goes on with key \(history.current.thumbprint), and the file has "
                + "\(signing.publicKey.thumbprint); put that key back, or where it is lost, ask for the "
                + "registration of the new one and run 'weighpost key rotate --lost'")
    }
}
