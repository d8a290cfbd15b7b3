extension DeliveryMachine {
    /// When the next errand is due, or the next answer overdue; nil when only events matter.
    func wakeTime(now: Int64) -> Int64? {
        var times = flights.compactMap(dueTime)
        if node != nil, flights.count < policy.inFlight {
            if let companyUntil { times.append(max(companyUntil, planNotBefore)) }
            if planNotBefore > now { times.append(planNotBefore) }
        }
        switch headProof {
        case .running(let since, _): times.append(since + policy.answerWithin)
        case .idle(let notBefore, _):
            if node != nil, flights.contains(where: { $0.mayExpire && isTooLate($0) }) {
                times.append(notBefore)
            }
        }
        // What is due already waits for an event, not for time.
        return times.filter { $0 > now }.min()
    }

    /// When something is due for one batch.
    private func dueTime(_ flight: Flight) -> Int64? {
        if let errand = flight.errand {
            return errand.kind.isRemote ? errand.since + policy.answerWithin : nil
        }
        switch flight.stage {
        case .signing: return nil
        case .ready(_, let notBefore): return node == nil ? nil : notBefore
        case .awaiting(_, let waits): return node == nil ? nil : waits.lookUpAt
        case .included(_, let inclusion): return node == nil ? nil : inclusion.proveAt
        case .proven(_, _, let storeAt, _): return storeAt
        }
    }
}
