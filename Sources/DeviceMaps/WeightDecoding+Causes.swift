extension WeightDecoding {
    /// Why a map that reads its weight otherwise reads it wrongly, in words of the trade; empty
    /// when both read the same.
    ///
    /// The mistakes are those that people make again and again: counting from 0 or from 1, the
    /// table, the order of words, a binary number taken for counts, the decimal point.
    package func causes(insteadOf map: DeviceMap, exponent configured: Int?) -> [String] {
        let weight = map.weight
        var causes: [String] = []
        if table != weight.span.table {
            causes.append("the weight is in the \(table) table: write register: \(table)")
        }
        let distance = address - weight.span.addresses.lowerBound
        switch distance {
        case 0: break
        case 1, -1:
            causes.append(
                "off by one: the weight begins at wire address \(address); is address_base right?")
        default: causes.append("the weight begins at wire address \(address)")
        }
        if type != weight.codec.type {
            causes.append("it is \(type), not \(weight.codec.type): write type: \(type)")
        } else if isOtherOrder(than: weight.codec.order) {
            causes.append(
                "word order: it is \(order.rawValue), not \(weight.codec.order.rawValue)")
        }
        let known: Int? = if case .fixed(let exponent) = map.point { exponent } else { configured }
        if !type.isBinary, let known, known != exponent {
            causes.append("the decimal point: \(-exponent) decimals, not \(-known)")
        }
        return causes
    }

    /// One register alone has no order of words.
    private func isOtherOrder(than other: WordOrder) -> Bool {
        (type.fixedWordCount ?? 1) > 1
            ? order != other : order.swapsBytes != other.swapsBytes
    }
}
