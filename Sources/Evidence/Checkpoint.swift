package import Wire

/// A block that people vouch for: trust for a box that was away longer than the trusting period.
///
/// Operators or a regulator sign it; a box takes it from any carrier, because it counts only with
/// enough signatures of the keys that its configuration names.
package struct Checkpoint: Hashable, Sendable {
    package static let contentType = "application/weighpost-checkpoint+cbor"

    package let chainID: String
    /// The height of the block.
    package let height: Int64
    /// The hash of its header.
    package let hash: Digest
    /// When it was issued, seconds since 1970.
    package let issuedAt: Int64
    /// From when on nobody takes it any more, seconds since 1970.
    package let expiresAt: Int64

    package init(
        chainID: String, height: Int64, hash: Digest, issuedAt: Int64, expiresAt: Int64
    ) {
        (self.chainID, self.height, self.hash) = (chainID, height, hash)
        (self.issuedAt, self.expiresAt) = (issuedAt, expiresAt)
    }

    /// The bytes that are signed.
    package var payload: [UInt8] {
        CBOR.dictionary([
            1: 1, 2: .text(chainID), 3: .int(height), 4: .digest(hash), 5: .int(issuedAt),
            6: .int(expiresAt),
        ]).encoded()
    }

    /// Reads what was signed; a later version and unknown keys are refused.
    package init(payload: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            var map = try CBORMapReader(try CBOR(decoding: payload), of: "checkpoint")
            guard try map.uint(1, "version") == 1 else {
                throw CBORError.invalid("a checkpoint of a later version")
            }
            self.init(
                chainID: try map.text(2, "chain id"), height: try map.int(3, "height"),
                hash: try map.digest(4, "hash"), issuedAt: try map.int(5, "time of issue"),
                expiresAt: try map.int(6, "time of expiry"))
            try map.finish()
        } catch {
            throw EvidenceError("not a checkpoint", error)
        }
        guard height > 0, issuedAt < expiresAt else {
            throw EvidenceError("a checkpoint at height \(height) that ends before it begins")
        }
    }
}

/// A checkpoint with its signatures: the file that is carried.
package struct SignedCheckpoint: Hashable, Sendable {
    package let checkpoint: Checkpoint
    package private(set) var message: COSESign

    /// A checkpoint that nobody has signed yet.
    package init(_ checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
        message = COSESign(checkpoint.payload, contentType: Checkpoint.contentType)
    }

    /// Reads a file.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        message = try COSESign(decoding: bytes, contentType: Checkpoint.contentType)
        checkpoint = try Checkpoint(payload: message.payload)
    }

    package var bytes: [UInt8] { message.bytes }

    package mutating func sign(with key: SigningKey) throws(EvidenceError) {
        try message.sign(with: key)
    }

    package mutating func join(_ other: SignedCheckpoint) throws(EvidenceError) {
        try message.join(other.message)
    }

    /// Checks that it counts: this chain's, signed by enough of the pinned keys, and of its time.
    ///
    /// `now` is seconds since 1970; a box whose clock is behind may take one that is not issued yet.
    ///
    /// - Returns: how many of the pinned keys signed it.
    @discardableResult
    package func check(
        chainID: String, keys: [VerifyingKey], threshold: Int, now: Int64
    ) throws(EvidenceError) -> Int {
        guard checkpoint.chainID.utf8.elementsEqual(chainID.utf8) else {
            throw EvidenceError(
                "the checkpoint is of chain '\(checkpoint.chainID)', not of '\(chainID)'")
        }
        let signers = try message.signed(by: keys)
        guard threshold > 0, signers.count >= threshold else {
            throw EvidenceError(
                "the checkpoint has \(signers.count) signatures of the keys that count here, and "
                    + "\(threshold) are needed")
        }
        guard now < checkpoint.expiresAt else {
            throw EvidenceError("the checkpoint's time is over; ask for a newer one")
        }
        return signers.count
    }
}
