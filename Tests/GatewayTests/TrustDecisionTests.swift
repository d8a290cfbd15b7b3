import Testing
import Wire

@testable import Gateway

@Suite("Two persons decide where trust begins")
struct TrustDecisionTests {
    @Test(
        "one person is not two, however the name is typed",
        arguments: [
            [], ["A"], ["A", "A"], ["", " "], ["A. Meier", ""], ["A. Meier", " "], ["A", "A "],
            ["A. Meier", "a. meier"], ["A. Meier", "A.  Meier"], ["A. Meier", "\tA. MEIER\n"],
            ["A. Meier", "A. Me\u{200B}ier"], ["Ä", "A\u{308}"], ["\u{200B}", "\u{200C}"],
        ])
    func one(names: [String]) {
        #expect(TrustDecision(anchor: nil, names: names) == nil)
        let file = CBOR.dictionary([1: 1, 4: .array(names.map { .text($0) })]).encoded()
        #expect(throws: (any Error).self) { try TrustDecision(decoding: file) }
    }

    @Test("two are named as they are written, without blanks around them")
    func two() throws {
        let decision = try #require(
            TrustDecision(anchor: nil, names: [" A. Meier ", "B. Kaya", "b. kaya"]))
        #expect(decision.names == ["A. Meier", "B. Kaya", "b. kaya"])
        #expect(try TrustDecision(decoding: decision.bytes) == decision)
    }
}
