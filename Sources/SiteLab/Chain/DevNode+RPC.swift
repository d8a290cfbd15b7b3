import LightClients
import Wire

// What a node answers about its blocks, heights judged in CometBFT's words.

extension DevNode {
    /// The most headers of one answer to `blockchain`.
    private static let headersAtOnce: Int64 = 20
    private static let pageSizes: (usual: Int64, largest: Int64) = (30, 100)

    var status: RPCStatus {
        let first = latest(1)
        let last = latest(height)
        let own = validators(at: height)[0]
        var node = RPCNodeInfo(
            id: Hex.encode(own.address), network: chainID, moniker: "weighpost-dev")
        node.appProtocol = BlockMaker.appVersion
        return RPCStatus(
            node: node,
            sync: RPCSyncInfo(latest: last, earliest: first, isCatchingUp: false),
            validator: RPCOwnValidator(own))
    }

    private func latest(_ height: Int64) -> RPCSyncInfo.Block {
        guard let block = block(height) else { preconditionFailure("no block \(height)") }
        return RPCSyncInfo.Block(
            hash: block.hash, appHash: block.header.appHash, height: height,
            time: block.header.time)
    }

    /// The block of a height, or the newest one.
    func block(asked height: Int64?) throws(RPCError) -> DevBlock {
        let height = try checked(height, newest: self.height)
        guard let block = block(height) else { preconditionFailure("no block \(height)") }
        return block
    }

    private func checked(_ height: Int64?, newest: Int64) throws(RPCError) -> Int64 {
        guard let height else { return newest }
        guard height > 0 else {
            throw .said("height must be greater than 0, but got \(height)")
        }
        guard height <= newest else {
            throw .said(
                "height \(height) must be less than or equal to the current blockchain height "
                    + "\(newest)")
        }
        return height
    }

    func transaction(_ hash: [UInt8], prove: Bool) throws(RPCError) -> RPCTx {
        guard let digest = Digest(hash), let (block, index) = place(of: digest) else {
            throw .said("tx (\(Hex.encode(hash, uppercase: true))) not found")
        }
        return RPCTx(
            hash: hash, height: block.header.height, index: UInt32(index),
            result: block.results[index], transaction: block.transactions[index],
            proof: prove ? TxProof(of: index, in: block.transactions) : nil)
    }

    /// A header with its votes; those for the newest are not yet what the next block names.
    func commit(_ height: Int64?) throws(RPCError) -> RPCCommit {
        let block = try block(asked: height)
        return RPCCommit(
            header: block.header, commit: block.commit,
            isCanonical: block.header.height < self.height)
    }

    /// One page of the validators; those of the block to come are known.
    func validators(
        at height: Int64?, page: Int64?, perPage: Int64?
    ) throws(RPCError) -> RPCValidators {
        let height = try checked(height, newest: self.height + 1)
        let validators = validators(at: height)
        let (total, asked) = (Int64(validators.count), perPage ?? 0)
        let size = asked < 1 ? DevNode.pageSizes.usual : min(asked, DevNode.pageSizes.largest)
        let pages = max(1, (total + size - 1) / size)
        let page = page ?? 1
        guard (1...pages).contains(page) else {
            throw .said("page should be within [1, \(pages)] range, given \(page)")
        }
        let start = Int((page - 1) * size)
        let part = validators[start..<min(start + Int(size), validators.count)]
        return RPCValidators(height: height, validators: Array(part), total: total)
    }

    /// Headers of some heights, newest first; 0 leaves an end open.
    func headers(from first: Int64, to last: Int64) throws(RPCError) -> RPCBlockchain {
        guard first >= 0, last >= 0 else { throw .said("heights must be non-negative") }
        let top = last == 0 ? height : min(last, height)
        let bottom = max(max(first, 1), top - DevNode.headersAtOnce + 1)
        guard bottom <= top else {
            throw .said("min height \(bottom) can't be greater than max height \(top)")
        }
        let metas = stride(from: top, through: bottom, by: -1).compactMap { height in
            block(height).map { block in
                RPCBlockchain.Meta(
                    blockID: block.commit.blockID, blockSize: Int64(block.size),
                    header: block.header, transactions: Int64(block.transactions.count))
            }
        }
        return RPCBlockchain(lastHeight: height, metas: metas)
    }
}
