/// The envelope of an answer over JSON-RPC 2.0.
package struct RPCAnswer<Result: Codable & Sendable>: Codable, Sendable {
    /// The id of the question; CometBFT answers -1 to a GET.
    package var id: RPCID?
    /// The result; nil for an error, and where the node answers null.
    package var result: Result?
    /// The error; nil for a result.
    package var error: RPCError?

    /// An answer with a result.
    package init(id: RPCID?, result: Result) {
        (self.id, self.result) = (id, result)
    }

    /// An answer with an error.
    package init(id: RPCID?, error: RPCError) {
        (self.id, self.error) = (id, error)
    }

    private enum Keys: String, CodingKey { case jsonrpc, id, result, error }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        id = try values.decodeIfPresent(RPCID.self, forKey: .id)
        error = try values.decodeIfPresent(RPCError.self, forKey: .error)
        // Beside an error some nodes send an empty result, which need not fit.
        result = error == nil ? try values.decodeIfPresent(Result.self, forKey: .result) : nil
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode("2.0", forKey: .jsonrpc)
        try values.encodeIfPresent(id, forKey: .id)
        if let error {
            try values.encode(error, forKey: .error)
        } else {
            try values.encode(result, forKey: .result)
        }
    }
}

/// The id of a question: a text or an integer, given back in the answer.
package enum RPCID: Hashable, Sendable, Codable {
    /// A text.
    case text(String)
    /// An integer.
    case number(Int64)

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        do {
            self = .text(try value.decode(String.self))
        } catch DecodingError.typeMismatch {
            self = .number(try value.decode(Int64.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .text(let text): try value.encode(text)
        case .number(let number): try value.encode(number)
        }
    }
}

/// An error that a node answers; what it is about stands in `data`.
package struct RPCError: Hashable, Sendable, Codable {
    /// The number of JSON-RPC; -32603 for whatever a method says.
    package var code: Int
    /// The general text for the number.
    package var message: String
    /// The text that tells something.
    package var data: String?

    /// An error.
    package init(code: Int, message: String, data: String? = nil) {
        (self.code, self.message, self.data) = (code, message, data)
    }

    private enum CodingKeys: String, CodingKey { case code, message, data }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        code = try values.integer(.code)
        message = try values.words(.message)
        data = values.contains(.data) ? try values.words(.data) : nil
    }
}
