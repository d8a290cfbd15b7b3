import HTTPListening
import HTTPTypes

/// An answer before it is sent.
struct ControlAnswer: Sendable {
    let status: Int
    let type: String
    let body: [UInt8]
    var fields: HTTPFields = [:]

    static func json(_ part: some AnswerPart, status: Int = 200) -> ControlAnswer {
        ControlAnswer(status: status, type: "application/json", body: JSONBytes.of(part))
    }

    init(status: Int, type: String, body: [UInt8]) {
        (self.status, self.type, self.body) = (status, type, body)
    }

    /// What is wrong with a question, with the fields that its status asks for.
    init(_ fault: ControlFault) {
        self = .json(FaultAnswer(error: fault.message), status: fault.status)
        // RFC 9110, sections 15.5.6 and 15.5.2.
        if !fault.allowed.isEmpty { fields[.allow] = fault.allowed.joined(separator: ", ") }
        if let challenge = fault.challenge { fields[.wwwAuthenticate] = challenge }
    }

    /// The server cannot answer just now.
    static func unavailable(_ why: String) -> ControlAnswer {
        var answer = ControlAnswer.json(FaultAnswer(error: why), status: 503)
        answer.fields[.retryAfter] = "5"
        return answer
    }

    /// Others ask already as much as may be asked (RFC 6585, section 4).
    static func tooMany(_ why: String) -> ControlAnswer {
        var answer = ControlAnswer.json(FaultAnswer(error: why), status: 429)
        answer.fields[.retryAfter] = "5"
        return answer
    }

    /// The head of the response.
    var head: HTTPResponse {
        var fields = fields
        fields[.contentType] = type
        fields[.contentLength] = String(body.count)
        // What was true a moment ago is not worth keeping, and is nobody else's business.
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        return HTTPResponse(status: .init(code: status), headerFields: fields)
    }
}
