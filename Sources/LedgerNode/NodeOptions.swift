/// How a ledger node keeps house.
package struct NodeOptions: Sendable {
    /// The folder of its state.
    package var state: String
    /// How many of the newest blocks CometBFT is to keep; 0 keeps all.
    ///
    /// It must reach back farther than the light clients' trusting period: a box that comes back
    /// after that long proves its batches from these blocks.
    package var retainedBlocks: Int64 = 0
    /// A snapshot for new nodes is taken at every height that this divides; 0 takes none.
    package var snapshotInterval: Int64 = 1_000

    /// Where anybody may ask over HTTP; nil answers nobody.
    package var queries: (host: String, port: Int)?

    /// The file of the ledger in its folder.
    package var store: String { state + "/ledger.sqlite" }

    package init(state: String) { self.state = state }
}
