/// The rules on weights: WQ-01, WQ-02 and WQ-03.
extension RuleSet {
    func netArithmetic(_ load: LoadUnderJudgement) -> Finding {
        guard let gross = load.weighIn.shown.mass, let tare = load.weighOut.shown.mass else {
            return Finding(
                .rejected,
                "a display of \(load.weighIn.shown) or \(load.weighOut.shown) is beyond any scale")
        }
        guard load.gross == gross, load.tare == tare else {
            return Finding(
                .rejected,
                "gross \(load.gross) and tare \(load.tare) are not what the scale showed: "
                    + "\(gross) and \(tare)")
        }
        guard load.net == gross - tare else {
            return Finding(
                .rejected, "net \(load.net) is not gross \(gross) less tare \(tare)")
        }
        return .passed
    }

    func positiveMasses(_ load: LoadUnderJudgement) -> Finding {
        guard load.gross > .zero, load.tare > .zero, load.net > .zero else {
            return Finding(
                .rejected,
                "gross \(load.gross), tare \(load.tare) and net \(load.net) are not all above zero"
            )
        }
        return .passed
    }

    func stableInRange(_ load: LoadUnderJudgement) -> Finding {
        let passes = [load.weighIn, load.weighOut]
        guard passes.allSatisfy(\.stability.indicatorStable) else {
            return Finding(.rejected, "the indicator did not call the weight stable")
        }
        let range = limits.minimumGross...max(limits.minimumGross, limits.maximumGross)
        guard range.contains(load.gross), load.tare <= range.upperBound else {
            return Finding(
                .rejected,
                "gross \(load.gross) or tare \(load.tare) is outside the scale's range of "
                    + "\(range.lowerBound) to \(range.upperBound)")
        }
        guard passes.allSatisfy({ $0.stability.quality == .strict }) else {
            return Finding(
                .flagged, "the vehicle came to rest within the legal three intervals only")
        }
        return .passed
    }
}
