/// How many chunks a snapshot has of each part, behind its index.
struct SnapshotParts: Hashable, Sendable {
    /// What a chunk holds.
    enum Part: Hashable, Sendable {
        case state, evidence, log
    }

    let state: Int
    let evidence: Int
    let log: Int

    var count: Int { state + evidence + log }

    /// Which part the chunk of a number belongs to, and which of it, both from 0; nil for the index
    /// and for what is not there.
    func part(of chunk: Int) -> (part: Part, number: Int)? {
        var number = chunk - 1
        guard number >= 0 else { return nil }
        for (part, count) in [(Part.state, state), (.evidence, evidence), (.log, log)] {
            if number < count { return (part, number) }
            number -= count
        }
        return nil
    }
}
