/// One vehicle weighed full and weighed empty.
package struct Weighing: Hashable, Sendable {
    /// What it weighed full: the heavier of the two.
    package let gross: Mass
    /// What it weighed empty.
    package let tare: Mass
    /// What it left behind: gross less tare, to the gram.
    package var net: Mass { gross - tare }

    /// Both weights.
    ///
    /// - Throws: `tareExceedsGross` when the vehicle was heavier empty than full.
    package init(gross: Mass, tare: Mass) throws(WeighingError) {
        guard tare <= gross else {
            throw WeighingError(
                .tareExceedsGross,
                "the vehicle came with \(gross) and left with \(tare): that is an outgoing "
                    + "load and not an intake; record it as one, or weigh the vehicle again")
        }
        (self.gross, self.tare) = (gross, tare)
    }
}
