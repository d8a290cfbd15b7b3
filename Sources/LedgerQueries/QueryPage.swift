/// An address of the API and what it answers, whatever carries it: HTTP, or a node's own questions.
package enum QueryPage {
    /// Where every address begins.
    package static let prefix = "/v1/"

    /// The answer at an address: an HTTP status, and JSON.
    package static func answer(
        _ target: String, _ answer: (LedgerQuestion) async throws -> LedgerReply
    ) async -> (status: Int, body: [UInt8]) {
        do {
            guard let question = try QueryTarget(target).question() else {
                return (200, QueryDescription.json)
            }
            return QueryAnswer.json(try await answer(question))
        } catch let fault as QueryFault {
            return (fault.status, QueryAnswer.json(fault))
        } catch let trouble as QuestionTrouble {
            return (503, QueryAnswer.json(QueryFault(status: 503, message: trouble.message)))
        } catch {
            return (500, QueryAnswer.json(QueryFault(status: 500, message: "\(error)")))
        }
    }
}
