/// Request: what a node asks the application (abci/types.proto of CometBFT 0.38 to 0.40).
///
/// On one connection each request is answered once, in order, by the response of its kind.
package enum ABCIRequest: Hashable, Sendable {
    /// The same text comes back.
    case echo(String)
    /// The node waits for everything that was answered so far.
    case flush
    /// What the application holds.
    case info(ABCIInfo.Question)
    /// The genesis of the chain.
    case initChain(ABCIInitChain.Question)
    /// A question to the committed state.
    case query(ABCIQuery.Question)
    /// Whether a transaction may wait in the mempool.
    case checkTx(ABCICheckTx.Question)
    /// The last finalized block becomes durable.
    case commit
    /// Which snapshots there are.
    case listSnapshots
    /// Another node's snapshot.
    case offerSnapshot(ABCIOfferSnapshot.Question)
    /// A part of a snapshot of our own.
    case loadSnapshotChunk(ABCILoadSnapshotChunk.Question)
    /// A part of the snapshot that was taken.
    case applySnapshotChunk(ABCIApplySnapshotChunk.Question)
    /// The transactions of the next block.
    case prepareProposal(ABCIPrepareProposal.Question)
    /// Whether a proposed block may be voted for.
    case processProposal(ABCIProcessProposal.Question)
    /// What goes with this validator's vote.
    case extendVote(ABCIExtendVote.Question)
    /// What goes with another validator's vote.
    case verifyVoteExtension(ABCIVerifyVoteExtension.Question)
    /// A decided block.
    case finalizeBlock(ABCIFinalizeBlock.Question)
}
