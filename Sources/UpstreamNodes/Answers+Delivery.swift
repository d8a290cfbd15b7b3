package import Delivery
package import LightClients

extension SendAnswer {
    /// The ledger's first look at a transaction.
    package init(_ answer: RPCBroadcast) {
        self =
            answer.code == 0
            ? .accepted
            : .refused(code: answer.code, data: answer.data, log: answer.log)
    }

    /// What it means for a transaction that sending it went wrong.
    ///
    /// Unless the node says in so many words that it did not take it, nobody knows.
    package init(_ error: UpstreamError) {
        switch error.code {
        case .alreadyKnown: self = .alreadyKnown
        case .tooLarge: self = .tooLarge(reason: error.message)
        case .full, .notOffered: self = .full(reason: error.message)
        default: self = .unknown(reason: error.message)
        }
    }
}

extension LookUpAnswer {
    /// What it means for a transaction that asking for it went wrong.
    package init(_ error: UpstreamError) {
        switch error.code {
        case .notFound: self = .notFound
        default: self = .away(reason: error.message)
        }
    }
}

extension ProofFailure {
    /// What it means for a proof that a part of it could not be fetched.
    ///
    /// A transaction that is not found may only not be indexed yet.
    package init(_ error: UpstreamError) {
        switch error.code {
        case .notYet, .notFound: self = .notYet
        default: self = .away(reason: error.message)
        }
    }
}
