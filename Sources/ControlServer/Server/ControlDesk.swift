import HTTPListening

/// Answers the questions that are well asked.
struct ControlDesk: Sendable {
    let sources: ControlSources
    /// Reads the tokens again, after the configuration.
    let reloadTokens: @Sendable () throws(ControlError) -> Void

    func answer(_ route: ControlRoute, _ target: ControlTarget) async -> ControlAnswer {
        switch route.question {
        case .status: .json(await sources.status())
        case .readings: .json(ReadingsAnswer(await sources.status()))
        case .weighings: await page { try await sources.weighings(target.page()) }
        case .entries: await page { try await sources.entries(target.page()) }
        case .delivery: .json(await sources.status().delivery)
        case .trust: .json(await sources.status().trust)
        case .troubles: .json(TroublesAnswer(troubles: await sources.status().troubles))
        case .health: health()
        case .ready: await ready()
        case .metrics: await metrics()
        case .description:
            ControlAnswer(status: 200, type: "application/json", body: ControlDescription.json)
        case .reload: await reload()
        case .events: preconditionFailure("events have no end and are answered elsewhere")
        }
    }

    private func page(_ ask: () async throws -> some AnswerPart) async -> ControlAnswer {
        do {
            return .json(try await ask())
        } catch {
            return .unavailable("the journal does not answer: \(error)")
        }
    }

    private func health() -> ControlAnswer {
        let standing = sources.standing()
        return .json(HealthAnswer(standing: standing), status: standing.isEmpty ? 200 : 503)
    }

    private func ready() async -> ControlAnswer {
        let status = await sources.status()
        let isReady = status.gateway.isReady
        return .json(
            ReadyAnswer(ready: isReady, troubles: status.troubles), status: isReady ? 200 : 503)
    }

    private func metrics() async -> ControlAnswer {
        let text = MetricsText.of(await sources.status().metrics)
        return ControlAnswer(status: 200, type: MetricsText.mediaType, body: Array(text.utf8))
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

extension ReadingsAnswer {
    fileprivate init(_ status: SiteStatus) {
        self.init(scale: status.scale, sensors: status.sensors, brokers: status.brokers)
    }
}
