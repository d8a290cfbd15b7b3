import Documents
import Intake

extension DocumentShape {
    static let frameWeight = DocumentShape(
        "weight", "Where the weight stands in a frame, and how.",
        [
            .must("at", .frameAt, "Its first character."),
            .must("width", .frameWidth, "How many characters."),
            .must(
                "quantity", .word(["gross", "flagged", "displayed"]),
                "What it is: the gross, gross or net by a flag, or whatever is displayed."),
            .must(
                "sign", .either([.word(["inside"]), .mapping(.frameSign)]),
                "Inside the digits, or somewhere else."),
            .must(
                "decimals", .either([.word(["in_digits", "site"]), .mapping(.frameDecimals)]),
                "A point among the digits, the site's word, or said by the frame."),
            .may("reversed", .flag, "The last digit comes first."),
            .may(
                "not_a_number", .list(.mapping(.notANumber)),
                "What stands there in place of digits."),
            .may("tare", .mapping(.frameTare), "Where the tare stands."),
        ])

    static let frameTare = DocumentShape(
        "tare", "Where the tare stands.",
        [.must("at", .frameAt, "Its first character."), .must("width", .frameWidth, "How many.")])

    static let frameSign = DocumentShape(
        "sign", "Where the sign of the weight stands.",
        [
            .must("at", .frameAt, "The byte it is in."),
            .may("offset", .whole(0...255), "What is taken from the byte before its bits count."),
            .may("bit", .whole(0...7), "The bit that says it."),
            .may("when", .whole(0...1), "The bit's value below zero."),
            .may("plus", .text, "The characters for above zero."),
            .may("minus", .text, "The character for below zero."),
        ])

    static let frameDecimals = DocumentShape(
        "decimals", "Where the frame says how many decimals there are.",
        bitPlace + [
            .may("most", .whole(0...6), "A digit says it, up to so many."),
            .may(
                "exponents", .list(.whole(-6...6)), "The power of ten for each number of the bits."),
            .may(
                "dummy_zeros", .word(of: FrameFieldWeight.DummyZeros.self),
                "Whether fixed zeros are sent."),
        ])

    static let notANumber = DocumentShape(
        "not_a_number", "What stands in place of digits.",
        [
            .may("only", .text, "Only this character."), .may("text", .text, "These characters."),
            .may("blank", .flag, "Nothing but blanks."),
            .must(
                "says", .word(ScaleFault.allCases.map(\.rawValue) + ["not_displayed"]),
                "What that means."),
        ])

    static let frameUnit = DocumentShape(
        "unit", "Where the frame says its unit.",
        [
            .may("at", .frameAt, "Its first character."), .may("width", .frameWidth, "How many."),
            .may("words", .mapping(.unitWords), "What each word stands for."),
            .may("blank", .word(["moving"]), "A blank unit says that the weight moves."),
            .may("cases", .list(.mapping(.unitCase)), "Bits that say it."),
        ])

    static let unitWords = DocumentShape(
        "words", "Each word and the unit it stands for.",
        others: .word(FrameMapContext.units.keys.sorted()))

    static let unitCase = DocumentShape(
        "unit case", "A unit and the bits that say it.",
        [
            .must("unit", .word(FrameMapContext.units.keys.sorted()), "The unit."),
            .must("when", .list(.mapping(.unitCondition)), "What must all be so."),
        ])

    static let unitCondition = DocumentShape(
        "condition", "Bits and their value.",
        bitPlace + [.must("is", .whole(0...255), "Their value.")])
}
