import HTTPListening
import HTTPTypes
import HummingbirdCore
import NIOCore

/// One address that the control server listens on.
struct ControlListener: Sendable {
    let desk: ControlDesk
    let gate: ControlGate
    let limits: ControlLimits

    /// Answers until cancelled; `started` gets the channel that listens.
    func run(
        at address: BindAddress, started: @escaping @Sendable (any Channel) async -> Void
    ) async throws {
        try await HTTPListener(limits.listener) { request, writer, channel in
            try await serve(request, writer, channel)
        }.run(at: address, started: started)
    }

    @concurrent private func serve(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let asked = admit(request)
        if case .success(let (route, _)) = asked, route.question == .events {
            let stream = ControlEvents(feed: desk.sources.events, limits: limits)
            return try await stream.serve(request, writer, channel)
        }
        guard try await request.isBody(within: limits.bodyBytes, limits.read, on: channel) else {
            return try await refuseBody(writer, channel)
        }
        let deadline = ConnectionDeadline(channel, limits.answer)
        defer { deadline.met() }
        let answer: ControlAnswer =
            switch asked {
            case .success(let (route, target)): await desk.answer(route, target)
            case .failure(let fault): ControlAnswer(fault)
            }
        try await send(answer, hasBody: request.method != .head, writer)
    }

    /// What is asked, if it may be: who asks comes first, so that a stranger learns no address.
    private func admit(
        _ request: Request
    ) -> Result<(route: ControlRoute, target: ControlTarget), ControlFault> {
        do throws(ControlFault) {
            let target = try ControlTarget(request.head.path ?? "")
            try gate.admit(request.headers, to: .view)
            let route = try target.route(for: request.method.rawValue)
            try gate.admit(request.headers, to: route.role)
            try target.check(against: route)
            return .success((route, target))
        } catch {
            return .failure(error)
        }
    }

    /// Answers at once and closes a little later: who is still sending would else see the end of
    /// the connection and not the answer.
    @concurrent private func refuseBody(
        _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let fault = ControlFault(
            status: 413, message: "a body of more than \(limits.bodyBytes) bytes")
        var answer = ControlAnswer(fault)
        answer.fields[.connection] = "close"
        _ = ConnectionDeadline(channel, limits.linger)
        try await send(answer, hasBody: true, writer)
    }

    @concurrent private func send(
        _ answer: ControlAnswer, hasBody: Bool, _ writer: consuming ResponseWriter
    ) async throws {
        var body = try await writer.writeHead(answer.head)
        if hasBody { try await body.write(ByteBuffer(bytes: answer.body)) }
        try await body.finish(nil)
    }
}
