/// A result that ends the judging of a batch.
struct Refusal: Error {
    let result: LedgerResult

    init(_ code: LedgerCode, _ log: String) {
        result = .refused(code, log)
    }

    init(_ result: LedgerResult) {
        self.result = result
    }
}
