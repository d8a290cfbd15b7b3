package import Evidence
package import Wire

/// What the authorities decide together: a transaction that enough of them have signed.
///
/// It is carried as COSE_Sign (RFC 9052, 4.1); its number follows that of the resolution before, so
/// none can be repeated, left out or put before another.
package struct Resolution: Hashable, Sendable {
    package static let contentType = "application/weighpost-resolution+cbor"
    /// The most decisions of one resolution.
    package static let maximumDecisions = 1_000

    package let chainID: String
    /// Counts the resolutions of a chain, from 1.
    package let number: UInt64
    /// What is decided, in this order; all of it or nothing.
    package let decisions: [Decision]

    package init(chainID: String, number: UInt64, decisions: [Decision]) {
        (self.chainID, self.number, self.decisions) = (chainID, number, decisions)
    }

    /// The bytes that are signed.
    package var payload: [UInt8] {
        CBOR.dictionary([
            1: 1, 2: .text(chainID), 3: .unsigned(number), 4: .array(decisions.map(\.cbor)),
        ]).encoded()
    }

    /// Reads what was signed.
    package init(payload: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            var map = try CBORMapReader(try CBOR(decoding: payload), of: "resolution")
            guard try map.uint(1, "version") == 1 else {
                throw CBORError.invalid("a resolution of a later version")
            }
            let (chainID, number) = (try map.text(2, "chain id"), try map.uint(3, "number"))
            let items = try map.array(4, "decisions")
            guard (1...Resolution.maximumDecisions).contains(items.count) else {
                throw CBORError.invalid("a resolution has 1 to 1,000 decisions")
            }
            var decisions: [Decision] = []
            for item in items { decisions.append(try Decision(item)) }
            try map.finish()
            self.init(chainID: chainID, number: number, decisions: decisions)
        } catch {
            throw EvidenceError("not a resolution", error)
        }
    }
}

/// A resolution with its signatures: the transaction.
package struct SignedResolution: Hashable, Sendable {
    package let resolution: Resolution
    package private(set) var message: COSESign

    /// A resolution that nobody has signed yet.
    package init(_ resolution: Resolution) {
        self.resolution = resolution
        message = COSESign(resolution.payload, contentType: Resolution.contentType)
    }

    /// Reads a transaction.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        message = try COSESign(decoding: bytes, contentType: Resolution.contentType)
        resolution = try Resolution(payload: message.payload)
    }

    package var bytes: [UInt8] { message.bytes }
    /// What the ledger knows the resolution by, whoever signed it.
    package var digest: Digest { .of(message.payload) }

    package mutating func sign(with key: SigningKey) throws(EvidenceError) {
        try message.sign(with: key)
    }

    /// Adds what others signed; `keys` tell two signatures of one name apart.
    package mutating func join(
        _ other: SignedResolution, checkedBy keys: [VerifyingKey] = []
    ) throws(EvidenceError) {
        try message.join(other.message, checkedBy: keys)
    }

    /// Whether a transaction begins like one: the head of CBOR tag 98.
    package static func isOne(_ transaction: [UInt8]) -> Bool {
        transaction.starts(with: [0xd8, 98])
    }
}
