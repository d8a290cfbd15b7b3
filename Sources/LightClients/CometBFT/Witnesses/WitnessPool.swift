/// The witnesses of a site: whom to ask, and for how long not to.
///
/// Nobody is ever struck off: a line that is down for a week must not leave a box without a second
/// opinion for good. Who lied or was silent is left alone for a while, longer with every time.
/// Times are milliseconds of a clock that nobody sets.
package struct WitnessPool: Hashable, Sendable {
    /// A node that is asked for a second opinion.
    package struct Witness: Hashable, Sendable {
        /// The node's address.
        package let url: String
        /// Who runs it: several nodes of one operator are one opinion.
        package let operatorName: String

        package init(url: String, operatorName: String) {
            (self.url, self.operatorName) = (url, operatorName)
        }
    }

    /// How long somebody is left alone, in milliseconds.
    private enum Pause {
        static let silent: Int64 = 5_000
        static let faulty: Int64 = 60_000
        static let most: Int64 = 3_600_000
    }

    /// All witnesses, in the order in which they are written.
    package let witnesses: [Witness]
    /// How many operators have to agree; 0 where a site goes without.
    package let quorum: Int
    private var failures: [Int]
    private var freeFrom: [Int64]

    /// Takes the witnesses, and how many operators among them have to agree.
    package init(_ witnesses: [Witness], quorum: Int) {
        precondition((0...Set(witnesses.map(\.operatorName)).count).contains(quorum), "no quorum")
        (self.witnesses, self.quorum) = (witnesses, quorum)
        failures = Array(repeating: 0, count: witnesses.count)
        freeFrom = Array(repeating: .min, count: witnesses.count)
    }

    /// The places of those who may be asked now.
    package func due(now: Int64) -> [Int] {
        witnesses.indices.filter { freeFrom[$0] <= now }
    }

    /// Whether the operators of these witnesses are as many as have to agree.
    package func isQuorum(_ places: [Int]) -> Bool {
        Set(places.map { witnesses[$0].operatorName }).count >= quorum
    }

    /// Notes what came of asking one.
    package mutating func note(_ outcome: WitnessCheck.Outcome, of place: Int, now: Int64) {
        let first: Int64
        switch outcome {
        case .matches, .diverges:
            failures[place] = 0
            return
        case .silent: first = Pause.silent
        case .faulty: first = Pause.faulty
        }
        let pause = min(Pause.most, first << min(Int64(failures[place]), 20))
        failures[place] += 1
        freeFrom[place] = now + pause
    }
}
