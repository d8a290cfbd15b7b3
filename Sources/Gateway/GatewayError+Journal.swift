import JournalStore

extension GatewayError {
    /// The journal's trouble, as the agent tells it.
    init(_ error: JournalError) {
        let code: Code =
            switch error.code {
            case .inUse: .journalInUse
            case .otherGateway: .otherGateway
            case .otherChain: .otherChain
            case .otherKey: .key
            case .full, .failed: .journalFailed
            default: .journalUnavailable
            }
        self.init(code, error.message)
    }
}
