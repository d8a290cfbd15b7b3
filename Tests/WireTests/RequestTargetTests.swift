import Testing
import Wire

@Suite("The target of a request")
struct RequestTargetTests {
    @Test("parameters are read as a form writes them, and a path as it stands")
    func read() throws {
        let target = try RequestTarget("/v1/%2e/loads?code=20+03&area=M%C3%BCnchen&empty&x=a=b")
        #expect(target.path == "/v1/%2e/loads")
        #expect(
            target.parameters == ["code": "20 03", "area": "München", "empty": "", "x": "a=b"])
        #expect(try RequestTarget("/").parameters.isEmpty)
        #expect(try RequestTarget("").path.isEmpty)
    }

    @Test("what could be read in two ways is not read at all")
    func refused() {
        #expect(throws: RequestTarget.Fault.twice("a")) { try RequestTarget("/?a=1&%61=2") }
        for text in ["/?a=%ff", "/?a=%4", "/?a=%zz", "/?%c3=1"] {
            #expect(throws: RequestTarget.Fault.notUTF8) { try RequestTarget(text) }
        }
        let longest = String(repeating: "/", count: RequestTarget.longest)
        #expect(throws: Never.self) { try RequestTarget(longest) }
        #expect(throws: RequestTarget.Fault.tooLong) { try RequestTarget(longest + "/") }
    }
}
