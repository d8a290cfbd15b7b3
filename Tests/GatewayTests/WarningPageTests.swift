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
}
