import Wire

extension Header {
    static let blockProtocol: UInt64 = 11
    static let maximumChainIDCount = 50

    /// What must hold for a header by itself; returns its hash.
    func checked() throws(Invalidity) -> Digest {
        guard versionBlock == Header.blockProtocol else {
            throw .unsupportedBlockProtocol(versionBlock)
        }
        guard chainID.utf8.count <= Header.maximumChainIDCount else {
            throw .chainIDTooLong(chainID.utf8.count)
        }
        guard height > 0 else { throw .heightNotPositive(height) }
        let ids = [
            ("last_block_id.hash", lastBlockID.hash),
            ("last_block_id.parts.hash", lastBlockID.partsHash),
        ]
        for (name, value) in ids + fixedHashes {
            try requireHash(value, name)
        }
        guard proposerAddress.count == ValidatorKey.addressCount else {
            throw .wrongProposerAddressLength(proposerAddress.count)
        }
        guard let hash else { throw .noHeaderHash }
        return hash
    }

    /// Whether it is a header of the chain that was asked for.
    func checkChain(_ chainID: String) throws(Invalidity) {
        // By bytes: two texts may look and compare the same and be other names on the chain.
        guard self.chainID.utf8.elementsEqual(chainID.utf8) else {
            throw .wrongChain(expected: chainID, found: self.chainID)
        }
    }
}

/// Refuses a hash that has neither 32 bytes nor none.
func requireHash(_ value: [UInt8], _ field: String) throws(Invalidity) {
    guard value.isEmpty || value.count == Digest.byteCount else {
        throw .wrongHashLength(field: field, count: value.count)
    }
}
