package import Documents
import Intake

extension DocumentShape {
    /// The map of an indicator that sends strings.
    package static let frameMap = DocumentShape(
        "frame map", "How one format of strings on a serial line is read.",
        [
            .must("frame_map", .whole(1...1), "The version of this vocabulary."),
            .must(
                "version", .whole(1...1_000_000),
                "Counts up with every change that changes what is read."),
            .must("maker", .text, "Who makes the devices that send it."),
            .must("model", .text, "The format's name, or the model's."),
            .must(
                "grade", .whole(1...3),
                "1: strings of the manual prove it; 2: its tables do; 3: not yet, so not to be used."
            ),
            .must("source", .text, "The manual and its pages."),
            .may("continuous", .mapping(.continuous), "The device sends by itself."),
            .may(
                "poll", .mapping(.poll), "The device answers a question; only reads can be asked."),
            .must("line", .mapping(.frameLine), "How the maker sets the line."),
            .must("framing", .mapping(.framing), "Where a frame begins and ends."),
            .may("checksum", .mapping(.checksum), "The check over its bytes."),
            .may(
                "constants", .list(.mapping(.frameConstant)), "Characters that are always the same."
            ),
            .may("status", .mapping(.frameStatus), "What the frame says beside the weight."),
            .must("weight", .mapping(.frameWeight), "Where the weight stands, and how."),
            .must(
                "unit",
                .either([
                    .word(FrameMapContext.units.keys.sorted() + ["site"]), .mapping(.frameUnit),
                ]),
                "The unit: always the same, the site's word, or said by the frame."),
        ])

    static let continuous = DocumentShape(
        "continuous", "A device that sends by itself.",
        [.must("period", .whole(10...10_000), "From one frame to the next.", unit: "ms")])

    static let poll = DocumentShape(
        "poll", "A device that answers a question.",
        [
            .must("family", .word(of: FramePollFamily.self), "Whose questions these are."),
            .must("command", .text, "The question; those that act are refused."),
            .may("address_at", .whole(0...127), "Where the device's address stands in it."),
            .must("period", .whole(10...10_000), "From one question to the next.", unit: "ms"),
        ])

    static let frameLine = DocumentShape(
        "line", "How bytes travel, as the maker sets it.",
        [
            .must("baud", .whole, "Bits a second."), .must("bits", .whole(7...8), "Data bits."),
            .must("parity", .word(of: SerialLine.Parity.self), "The check bit."),
            .must("stop", .whole(1...2), "Stop bits."),
        ])

    static let framing = DocumentShape(
        "framing", "Where a frame begins and ends.",
        [
            .may("start", .list(.hexBytes), "What begins it: one of these."),
            .may("end", .list(.hexBytes), "What ends it: one of these."),
            .may("trailer", .whole(0...8), "Bytes behind the end that belong to it."),
            .may("mask", .whole(0x7F...0xFF), "0x7F where the eighth bit is parity."),
            .must(
                "lengths", .list(.whole(2...Int64(FrameBounds.longest))),
                "How long a frame can be, start and end included."),
        ])

    static let checksum = DocumentShape(
        "checksum", "The check over the bytes of a frame; places may count from the end, as -3.",
        [
            .must("kind", .word(of: FrameChecksum.Kind.self), "How it is computed."),
            .must("coding", .word(of: FrameChecksum.Coding.self), "How it is written."),
            .may("width", .whole(5...8), "Its characters, where it is written as decimal."),
            .must("from", .whole, "The first byte under it."),
            .must("to", .whole, "The last byte under it."), .must("at", .whole, "Where it stands."),
        ])

    static let frameConstant = DocumentShape(
        "constant", "Characters that are the same in every frame.",
        [.must("at", .frameAt, "Where they stand."), .must("text", .text, "The characters.")])

    static let frameStatus = DocumentShape(
        "status", "What the frame says beside the weight.",
        [
            .may("words", .list(.mapping(.statusWord)), "Characters that are one of a few words."),
            .may("bits", .list(.mapping(.statusBit)), "Bits and what they say."),
        ])

    static let statusWord = DocumentShape(
        "status word", "Characters that are one of a few words.",
        [
            .must("at", .frameAt, "Where they stand."), .must("width", .frameWidth, "How many."),
            .must("means", .mapping(.statusMeanings), "What each word stands for."),
        ])

    static let statusMeanings = DocumentShape(
        "means", "Each word and what it says: one fact, or a list of them.",
        others: .either([.word(of: FrameFact.self), .list(.word(of: FrameFact.self))]))

    static let statusBit = DocumentShape(
        "status bit", "A bit and what it says, set or clear.",
        bitPlace + [
            .may("set", .word(of: FrameFact.self), "What it says when set."),
            .may("clear", .word(of: FrameFact.self), "What it says when clear."),
        ])

    static let bitPlace: [DocumentKey] = [
        .must("at", .frameAt, "The byte they are in."),
        .may("offset", .whole(0...255), "What is taken from the byte before its bits count."),
        .may("bit", .whole(0...7), "The place of one bit."),
        .may("bits", .bitRange, "The places of several, lowest first: 0..2."),
    ]
}

extension DocumentContent {
    static let hexBytes = text(like: "^[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2}){0,7}$")
    static let frameAt = whole(0...Int64(FrameBounds.longest - 1))
    static let frameWidth = whole(1...Int64(FrameBounds.longest))
}
