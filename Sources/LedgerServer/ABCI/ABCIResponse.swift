/// Response: what the application answers a node (abci/types.proto of CometBFT 0.38 to 0.40).
///
/// A response of another kind than the request's, or out of order, ends the node.
package enum ABCIResponse: Hashable, Sendable {
    /// The application failed and will close the connection; the node ends.
    case exception(String)
    /// The same text comes back.
    case echo(String)
    /// The node waits for everything that was answered so far.
    case flush
    /// What the application holds.
    case info(ABCIInfo.Answer)
    /// The genesis of the chain.
    case initChain(ABCIInitChain.Answer)
    /// A question to the committed state.
    case query(ABCIQuery.Answer)
    /// Whether a transaction may wait in the mempool.
    case checkTx(ABCICheckTx.Answer)
    /// The last finalized block becomes durable.
    case commit(ABCICommit.Answer)
    /// Which snapshots there are.
    case listSnapshots(ABCIListSnapshots.Answer)
    /// Another node's snapshot.
    case offerSnapshot(ABCIOfferSnapshot.Answer)
    /// A part of a snapshot of our own.
    case loadSnapshotChunk(ABCILoadSnapshotChunk.Answer)
    /// A part of the snapshot that was taken.
    case applySnapshotChunk(ABCIApplySnapshotChunk.Answer)
    /// The transactions of the next block.
    case prepareProposal(ABCIPrepareProposal.Answer)
    /// Whether a proposed block may be voted for.
    case processProposal(ABCIProcessProposal.Answer)
    /// What goes with this validator's vote.
    case extendVote(ABCIExtendVote.Answer)
    /// What goes with another validator's vote.
    case verifyVoteExtension(ABCIVerifyVoteExtension.Answer)
    /// A decided block.
    case finalizeBlock(ABCIFinalizeBlock.Answer)
}
