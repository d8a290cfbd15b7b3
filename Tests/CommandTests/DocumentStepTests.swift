import Testing

/// What only a whole Debian can run is run by the steps in the container: the service manager, the
/// package manager, and what is typed around them.
@Suite("What is written down is typed in the container")
struct DocumentStepTests {
    @Test("Every command of the documents that is not ours is one that the container's steps type")
    func every() throws {
        let typed = Set(try DocumentedCommand.typed().map(\.text))
        let documented = try DocumentedCommand.shown().filter { !$0.isOurs }
        #expect(documented.count > 50, "so many stand there; are they found?")
        // The goals of the Makefile are what runs the tests.
        for command in documented where command.words.first != "make" {
            let isTyped = typed.contains(command.text)
            #expect(isTyped, "\(command.place): '\(command.text)'")
        }
    }

    @Test("What the steps type is what a document says, letter by letter")
    func nothingElse() async throws {
        let documented = Set(try await DocumentedCommand.all().map(\.text))
        let typed = try DocumentedCommand.typed()
        #expect(typed.count > 80)
        for command in typed {
            let isWritten = documented.contains(command.text)
            #expect(isWritten, "no document says '\(command.text)'")
        }
    }

    @Test("The steps of a new user are the README's, in its order")
    func readme() throws {
        let typed = try DocumentedCommand.typed().map(\.text)
        var rest = typed[...]
        for command in try DocumentedCommand.shown()
        where command.place.hasPrefix("README.md") && command.words.first != "make" {
            // The node is an operator's, elsewhere.
            guard !command.text.hasPrefix("weighpost-node") else { break }
            let place = rest.firstIndex(of: command.text)
            #expect(place != nil, "'\(command.text)' is not typed in its turn")
            rest = rest[(place.map { $0 + 1 } ?? rest.startIndex)...]
        }
    }
}
