import HTTPListening

/// Answers the questions that are well asked.
struct ControlDesk: Sendable {
    let sources: ControlSources
    /// Reads the tokens again, after the configuration.
    let reloadTokens: @Sendable () throws(ControlError) -> Void

    func answer(_ route: ControlRoute, _ target: ControlTarget) async -> ControlAnswer {
        switch route.question {
        case .status: await looking { .json(try await sources.status()) }
        case .readings: .json(ReadingsAnswer(await sources.glance()))
        case .weighings: await looking { .json(try await sources.weighings(target.page())) }
        case .entries: await looking { .json(try await sources.entries(target.page())) }
        case .delivery: await looking { .read(try await sources.status().delivery) }
        case .trust: await looking { .read(try await sources.status().trust) }
        case .troubles:
            await looking { .json(TroublesAnswer(troubles: try await sources.status().troubles)) }
        case .health: health()
        case .ready: await ready()
        case .metrics: await looking { .metrics(of: try await sources.status()) }
        case .description:
            ControlAnswer(status: 200, type: "application/json", body: ControlDescription.json)
        case .reload: await reload()
        case .events: preconditionFailure("events have no end and are answered elsewhere")
        }
    }

    /// An answer for which the journal is looked into.
    private func looking(_ ask: () async throws -> ControlAnswer) async -> ControlAnswer {
        do {
            return try await ask()
        } catch {
            return .unavailable("the journal does not answer: \(error)")
        }
    }

    private func health() -> ControlAnswer {
        let standing = sources.standing()
        return .json(HealthAnswer(standing: standing), status: standing.isEmpty ? 200 : 503)
    }

    private func ready() async -> ControlAnswer {
        let status = await sources.glance()
        let isReady = status.gateway.isReady
        return .json(
            ReadyAnswer(ready: isReady, troubles: status.troubles), status: isReady ? 200 : 503)
    }

    private func reload() async -> ControlAnswer {
        switch await sources.reload() {
        case .refused(let why): return ControlAnswer(ControlFault(status: 409, message: why))
        case .done(let text):
            do throws(ControlError) {
                try reloadTokens()
                return .json(ReloadAnswer(text: text))
            } catch {
                return ControlAnswer(
                    ControlFault(status: 409, message: "\(text); but \(error.message)"))
            }
        }
    }
}

extension ControlAnswer {
    /// A part that the journal holds.
    fileprivate static func read(_ part: (some AnswerPart)?) -> ControlAnswer {
        part.map { .json($0) } ?? .unavailable("the journal was not read; see /v1/troubles")
    }

    fileprivate static func metrics(of status: SiteStatus) -> ControlAnswer {
        let text = MetricsText.of(status.metrics)
        return ControlAnswer(status: 200, type: MetricsText.mediaType, body: Array(text.utf8))
    }
}

extension ReadingsAnswer {
    fileprivate init(_ status: SiteStatus) {
        self.init(scale: status.scale, sensors: status.sensors, brokers: status.brokers)
    }
}
