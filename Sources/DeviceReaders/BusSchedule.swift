/// Whose turn it is on a bus: one question at a time, whoever has waited longest first.
///
/// Each unit keeps its own rate and its own pauses, so one that is dead costs the others at most
/// one time-out now and then.
struct BusSchedule<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// A unit's turn.
    struct Turn: Sendable {
        let unit: Int
        let due: Instant
    }

    private var rhythms: [PollRhythm<Instant>]
    private(set) var punctuality: [Punctuality]
    private var cutOff: Set<Int> = []

    /// - Parameter rhythms: one of each unit, in their order.
    init(_ rhythms: [PollRhythm<Instant>]) {
        precondition(!rhythms.isEmpty, "a bus has units")
        self.rhythms = rhythms
        punctuality = rhythms.map { _ in Punctuality() }
    }

    /// The unit that is asked next, and not before it is due.
    var next: Turn {
        let due = rhythms.enumerated().min { $0.element.due < $1.element.due }
        guard let due else { preconditionFailure("a bus has units") }
        return Turn(unit: due.offset, due: due.element.due)
    }

    /// Whether a unit was silent at its last two polls or more.
    func isAway(_ unit: Int) -> Bool { rhythms[unit].isAway }

    /// Takes the end of a turn.
    mutating func polled(
        _ turn: Turn, from start: Instant, to end: Instant, _ outcome: PollOutcome
    ) {
        let wasMissed = rhythms[turn.unit].missed
        let wasAway = rhythms[turn.unit].isAway
        rhythms[turn.unit].polled(from: start, to: end, isAway: outcome != .answered)
        if !wasAway {
            punctuality[turn.unit].polled(
                late: turn.due.duration(to: start),
                missed: rhythms[turn.unit].missed - wasMissed)
        }
        if outcome == .unreachable {
            cutOff.insert(turn.unit)
        } else {
            cutOff.remove(turn.unit)
        }
        guard outcome == .answered, !cutOff.isEmpty else { return }
        // The cable is back: whoever was only cut off from us need not wait out its pause.
        for unit in cutOff { rhythms[unit].retry(at: end) }
        cutOff = []
    }
}
