/// An address of the API and what it answers, whatever carries it: HTTP, or a node's own questions.
package enum QueryPage {
    /// Where every address begins.
    package static let prefix = "/v1/"

    /// The answer at an address: an HTTP status, and JSON.
    package static func answer(
        _ target: String, _ answer: (LedgerQuestion) throws -> LedgerReply
    ) -> (status: Int, body: [UInt8]) {
        do {
            guard let question = try QueryTarget(target).question() else {
                return (200, QueryDescription.json)
            }
            return QueryAnswer.json(try answer(question))
        } catch {
            return told(error)
        }
    }

    /// The same, for who has to wait for the ledger.
    static func answer(
        _ target: String, _ answer: (LedgerQuestion) async throws -> LedgerReply
    ) async -> (status: Int, body: [UInt8]) {
        do {
            guard let question = try QueryTarget(target).question() else {
                return (200, QueryDescription.json)
            }
            return QueryAnswer.json(try await answer(question))
        } catch {
            return told(error)
        }
    }

    private static func told(_ error: any Error) -> (status: Int, body: [UInt8]) {
        if let fault = error as? QueryFault { return (fault.status, QueryAnswer.json(fault)) }
        return (500, QueryAnswer.json(QueryFault(status: 500, message: "\(error)")))
    }
}
