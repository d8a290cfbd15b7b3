/// Another voting power for one validator from some height on.
package struct PowerChange: Sendable, Hashable {
    /// The first height with it; 2 or more, since trust begins with the validators of block 1.
    package let height: Int64
    /// The validator's number, from 1, in the order of the powers; the number after them is a new one.
    package let validator: Int
    /// 0 takes the validator out.
    package let power: Int64

    /// Reads "HEIGHT:VALIDATOR:POWER"; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let height = Int64(parts[0]), let validator = Int(parts[1]),
            let power = Int64(parts[2]), height > 1, (1...100).contains(validator),
            (0...1_000_000_000).contains(power)
        else { return nil }
        (self.height, self.validator, self.power) = (height, validator, power)
    }
}

extension DevChainSettings {
    /// The powers of a height.
    package func powers(at height: Int64) -> [Int64] {
        powerChanges.filter { $0.key <= height }.max { $0.key < $1.key }?.value ?? powers
    }

    /// Lets validators change, in the order of the heights; what is not named stays as it was.
    ///
    /// Throws where a height would be left without any power.
    package mutating func take(_ changes: [PowerChange]) throws(DemoTrouble) {
        for change in changes.sorted(by: { $0.height < $1.height }) {
            var powers = powers(at: change.height)
            let missing = change.validator - powers.count
            if missing > 0 { powers += Array(repeating: 0, count: missing) }
            powers[change.validator - 1] = change.power
            powerChanges[change.height] = powers
        }
        let empty = powerChanges.filter { $0.value.allSatisfy { $0 == 0 } }.keys.min()
        if let empty { throw DemoTrouble("from height \(empty) on no validator has any power") }
    }

    /// What the node that lies has in the place of these settings.
    var ofLiar: DevChainSettings {
        guard case .fork(let fork)? = lie?.way, fork.isSetMadeUp else { return self }
        var settings = self
        let (real, most) = (powers(at: forkHeight), powerChanges.values.map(\.count).max() ?? 0)
        let total = real.reduce(0, +)
        var colluding: Int64 = 0
        let kept = real.map { power in
            guard 3 * colluding <= total else { return Int64(0) }
            colluding += power
            return power
        }
        // The attacker's own validator has the most, and a number that nobody had before.
        let unknown = Array(repeating: Int64(0), count: max(0, most - real.count))
        settings.powerChanges = powerChanges.filter { $0.key < forkHeight }
        settings.powerChanges[forkHeight] = kept + unknown + [2 * total]
        return settings
    }
}
