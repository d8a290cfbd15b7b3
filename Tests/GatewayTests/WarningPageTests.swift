import Foundation
import Gateway
import TestKit
import Testing

/// The manual's page of warnings, against the table that the program has.
@Suite("The page of the warnings")
struct WarningPageTests {
    @Test("explains every code with its event, and none that does not exist")
    func complete() throws {
        let page = Checkout.root.appending(
            path: "Sources/Gateway/Gateway.docc/WhatTheWarningsMean.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let headings = text.matches(of: /(?m)^### (.*)$/).map { String($0.1) }
        #expect(headings == WarningCode.all.map { "\($0.code) \($0.event)" })
        let named = Set(text.matches(of: /WP[0-9]{3}/).map { String($0.0) })
        #expect(named == Set(WarningCode.all.map(\.code)))
        // Each says what the agent does meanwhile, and what to do.
        let parts = text.components(separatedBy: "\n### ").dropFirst()
        for part in parts {
            let name = part.prefix { $0 != "\n" }
            #expect(part.contains("*Meanwhile:*") && part.contains("*To do:*"), "\(name)")
        }
    }

    @Test("says of each code how it ends and whether it is an error, as the program has it")
    func endings() throws {
        let page = Checkout.root.appending(
            path: "Sources/Gateway/Gateway.docc/WhatTheWarningsMean.md")
        let parts = try String(contentsOf: page, encoding: .utf8)
            .components(separatedBy: "\n### ").dropFirst()
        for (part, code) in zip(parts, WarningCode.all) {
            let said = String(part.drop { $0 != "\n" }.drop { $0 == "\n" })
            let first = said.prefix { $0 != "." && $0 != "\n" }
            #expect(said.hasPrefix("An error") == code.isError, "\(code.code)")
            // The names in the sentence that begins with "Until", which have dots themselves.
            let until = said.prefixMatch(
                of: /(?:An error, until|Until) ((?:`[a-zA-Z.]+`(?: or )?)+)/)
            let named = until.map { $0.1.matches(of: /`([a-zA-Z.]+)`/).map { String($0.1) } } ?? []
            #expect(Set(named) == code.endings, "\(code.code): \(first)")
        }
    }

    @Test("advice fits the line of a terminal below its warning")
    func advice() {
        for code in WarningCode.all {
            #expect(!code.advice.isEmpty && code.advice.count <= 75, "\(code.code)")
        }
    }

    @Test("advice names no command or option that the program does not have")
    func commands() async throws {
        let named = Set(
            WarningCode.all.flatMap { code in
                code.advice.matches(of: /'weighpost ([^']*)'/).map { String($0.1) }
            })
        #expect(named.count > 5)
        for command in named {
            let words = command.split(separator: " ").map(String.init)
            let verbs = words.prefix { !$0.hasPrefix("-") }
            let help = try await Program.run(verbs + ["--help"])
            #expect(help.status == 0 && help.output.contains(verbs.joined(separator: " ")))
            for option in words where option.hasPrefix("--") {
                #expect(help.output.contains(option), "\(command)")
            }
        }
    }
}
