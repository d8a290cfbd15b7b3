import HTTPTypes
package import HummingbirdCore
package import NIOCore

extension Request {
    /// Reads the body to its end and keeps nothing of it; false for one that is larger than so many
    /// bytes.
    ///
    /// A body that nobody reads is read by the library, for as long as the peer likes: read it before
    /// the answer. `limit` is how long it may take; then the connection is closed.
    package func isBody(
        within bytes: Int, _ limit: Duration, on channel: any Channel
    ) async throws -> Bool {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > bytes {
            return false
        }
        let deadline = ConnectionDeadline(channel, limit)
        defer { deadline.met() }
        var count = 0
        for try await part in body {
            count += part.readableBytes
            guard count <= bytes else { return false }
        }
        return true
    }
}
