import FoundationEssentials
import JournalStore
import LightClients
import UpstreamNodes
import Wire

extension HeaderTrust {
    /// Nothing is proven while two blocks contradict each other and nobody has decided.
    func checkUncontradicted() async throws {
        let first = try await journal.openDivergences().first
        guard first != nil || isContradicted else { return }
        throw TrustFailure.waits(
            "\(first?.words ?? "two blocks contradict each other"); nothing is proven until "
                + "somebody decides by 'weighpost chain trust'"
        )
    }

    /// The operators of the witnesses who have the last header too.
    ///
    /// Throws when too few of them do, and when one has another that verifies as well.
    func confirm(
        _ trace: [VerifiedHeader], by node: any UpstreamNode, isByAll: Bool
    ) async throws -> [String] {
        guard pool.quorum > 0, let target = trace.last else {
            guard !isByAll else {
                throw TrustFailure.waits("trust is not carried on without witnesses")
            }
            return []
        }
        // A node is no witness of what it says itself.
        let others = witnesses.indices.filter { witnesses[$0].name != node.name }
        let asked = pool.due(now: milliseconds()).filter(others.contains)
        let answers = await ask(asked, trace)
        for (place, outcome) in answers { note(outcome, of: place) }
        for case (let place, .diverges(let divergence)) in answers {
            try await halt(divergence, between: node, and: witnesses[place])
        }
        let matching = answers.filter { $0.outcome == .matches }.map(\.place)
        let isEnough =
            isByAll
            ? matching.count == others.count && !others.isEmpty : pool.isQuorum(matching)
        guard isEnough else {
            throw TrustFailure.waits(
                "header \(target.height) is confirmed by \(matching.count) of "
                    + "\(witnesses.count) witnesses; \(pool.quorum) operators have to agree")
        }
        return Set(matching.map { pool.witnesses[$0].operatorName }).sorted()
    }

    private func ask(
        _ places: [Int], _ trace: [VerifiedHeader]
    ) async -> [(place: Int, outcome: WitnessCheck.Outcome)] {
        // A witness is heard also where our clock is behind, or trust is carried on: what it says is
        // only ever a reason to stop.
        let (options, latest) = (endless, trace.map(\.time).max() ?? .epoch)
        return await withTaskGroup(of: (place: Int, outcome: WitnessCheck.Outcome).self) { group in
            for place in places {
                let (witness, clock) = (witnesses[place], clock)
                group.addTask {
                    (
                        place,
                        await WitnessCheck(
                            trace: trace, options: options, checker: .onAllCores
                        )
                        .outcome(
                            asking: witness, clock: clock, notBefore: latest,
                            within: .seconds(90))
                    )
                }
            }
            var answers: [(place: Int, outcome: WitnessCheck.Outcome)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.place < $1.place }
        }
    }

    private func note(_ outcome: WitnessCheck.Outcome, of place: Int) {
        pool.note(outcome, of: place, now: milliseconds())
        let witness = pool.witnesses[place]
        guard case .faulty(let reason) = outcome else { return }
        report(
            GatewayEvent(
                "witness.faulty",
                "witness \(witness.url) of \(witness.operatorName): \(reason); it is left alone "
                    + "for a while", [("witness", .text(witness.url))], level: .warning,
                subject: witness.url))
    }

    /// Stops proving, keeps both sides' evidence, and tells each of the other.
    private func halt(
        _ divergence: Divergence, between node: any UpstreamNode, and witness: any UpstreamNode
    ) async throws {
        // Another proof may have found the same while this one waited.
        guard !isContradicted else { return try await checkUncontradicted() }
        isContradicted = true
        generation += 1
        let sides = [
            (witness, divergence.againstPrimary), (node, divergence.againstWitness),
        ]
        try await journal.keep(
            KeptDivergence(
                found: seconds,
                words: "\(node.name) against \(witness.name): \(divergence)",
                againstPrimary: HeaderTrust.json(divergence.againstPrimary),
                againstWitness: HeaderTrust.json(divergence.againstWitness)))
        report(
            GatewayEvent(
                "trust.contradicted",
                "\(divergence). Nothing is proven until somebody decides: 'weighpost chain status' "
                    + "shows both sides", [("height", .number(divergence.primary.height))],
                level: .warning))
        try await record(
            .contradicted(height: divergence.primary.height, hash: divergence.primary.hash))
        for case (let side, let evidence?) in sides {
            do throws(UpstreamError) {
                try await side.report(evidence)
            } catch {
                // It is kept, so that a person can hand it on.
                report(
                    GatewayEvent(
                        "trust.evidence", "evidence not taken: \(error)", level: .warning))
            }
        }
        try await checkUncontradicted()
    }

    private static func json(_ evidence: AttackEvidence?) -> [UInt8]? {
        do {
            return try evidence.map { [UInt8](try JSONEncoder().encode($0)) }
        } catch {
            return nil
        }
    }
}
