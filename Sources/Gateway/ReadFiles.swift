import Synchronization
import Wire

/// The files that a configuration was read from, each with the digest of its bytes.
///
/// The same files give the same digest: that tells whether anything changed.
final class ReadFiles: Sendable {
    private let digests = Mutex<[String: Digest]>([:])

    func note(_ path: String, _ bytes: [UInt8]) {
        let digest = Digest.of(bytes)
        digests.withLock { $0[path] = digest }
    }

    /// SHA-256 over the CBOR array of `[path, digest]` pairs, in the order of the paths.
    var digest: Digest {
        let pairs = digests.withLock { $0 }.sorted { $0.key < $1.key }
        return .of(
            CBOR.array(pairs.map { .array([.text($0.key), .digest($0.value)]) }).encoded())
    }
}
