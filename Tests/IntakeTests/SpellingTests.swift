import Testing

@testable import Intake

@Suite("Plates, codes and times in one spelling")
struct SpellingTests {
    @Test(
        "blanks, dashes and case do not make another plate",
        arguments: ["B-WH 4711", "bwh4711", " b.wh–4711 ", "B·WH·4711"])
    func plates(written: String) {
        #expect(Plate(written)?.text == "BWH4711")
    }

    @Test(
        "what is no plate is refused",
        arguments: ["", "A", "- -", "ABCDEFGHIJKLM", "AB_12", "AB½", "AB\u{0}1"])
    func noPlates(written: String) {
        #expect(Plate(written) == nil)
    }

    @Test("plates of other scripts are plates")
    func scripts() {
        #expect(Plate("京A·12345")?.text == "京A12345")
    }

    @Test(
        "a waste code is six digits, however a list prints it",
        arguments: [
            ("20 01 21*", "200121", "20 01 21"), ("200121", "200121", "20 01 21"),
            ("20 0121 *", "200121", "20 01 21"), ("HW-08 900", "HW-08900", "HW-08900"),
            ("900-000-08*", "900-000-08*", "900-000-08*"), ("２００１２１", "２００１２１", "２００１２１"),
        ])
    func codes(written: String, code: String, printed: String) {
        let made = WasteCode(scheme: "EWC", listVersion: "1", code: written)
        #expect(made.code == code)
        #expect(made.printed == printed)
    }

    @Test("a book with a plate twice is no book")
    func book() {
        let contract = Site.contract
        #expect(VehicleBook([contract, contract]) == nil)
        let book = VehicleBook([contract])
        #expect(book?.count == 1)
        #expect(book?.contract(of: Site.plate("B-WH-4711")) == contract)
        #expect(book?.contract(of: Site.plate("B-WH-4712")) == nil)
    }

    @Test("times of a boot can be told apart and moved, to both ends")
    func times() {
        let time = MonotonicTime(nanoseconds: 5_000_000_000)
        #expect(time.advanced(milliseconds: 1500).milliseconds(since: time) == 1500)
        #expect(time.advanced(milliseconds: -1500).milliseconds(since: time) == -1500)
        #expect(time.advanced(milliseconds: -9000).nanoseconds == 0)
        #expect(time.advanced(milliseconds: .max).nanoseconds == .max)
        #expect(time.advanced(milliseconds: .min).nanoseconds == 0)
        #expect(Site.wall(.max).seconds(since: Site.wall(.min)) == .max)
        #expect(Site.wall(.min).seconds(since: Site.wall(.max)) == .min)
        #expect(Site.wall(7).seconds(since: Site.wall(9)) == -2)
    }
}
