import Documents
import Foundation
import Intake
import TestKit
import Testing
import YAML

@testable import Gateway

@Suite("What a vehicle may bring, and what may become of it")
struct VehicleRangeTests {
    private static let file = SlipSamples.vehicles[0]

    /// What is said to the file with a line changed; nil for nothing.
    private func complaint(_ old: String, _ new: String) throws -> String? {
        try #require(Self.file.contains(old))
        let node = try YAML.parse(
            Array(Self.file.replacingOccurrences(of: old, with: new).utf8), file: "vehicles.yaml")
        do throws(DocumentError) {
            _ = try VehicleBook(node)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "an operation that the directive does not have is refused where it stands, and its range told",
        arguments: ["R0", "R14", "R99", "D0", "D16", "R01", "r12", "X1", "R", "12", "R12 "])
    func strangePurpose(purpose: String) throws {
        let range = "must be a recovery operation, R1 to R13, or a disposal operation, D1 to D15"
        let coming = try #require(try complaint("purpose: R12", "purpose: \"\(purpose)\""))
        #expect(coming.hasPrefix("vehicles.yaml:6:14: ") && coming.contains(range), "\(coming)")
        let going = try #require(try complaint("purpose: R1\n", "purpose: \"\(purpose)\"\n"))
        #expect(going.hasPrefix("vehicles.yaml:13:14: ") && going.contains(range), "\(going)")
    }

    @Test("every operation of the directive is taken, and editors know the same ones")
    func purposes() throws {
        let all = (1...13).map { "R\($0)" } + (1...15).map { "D\($0)" }
        let pattern = try Regex(VehicleBook.operationPattern)
        for purpose in all {
            #expect(try complaint("purpose: R12", "purpose: \(purpose)") == nil)
            #expect(purpose.wholeMatch(of: pattern) != nil, "\(purpose)")
        }
        for purpose in ["R0", "R14", "R20", "R99", "D0", "D16", "R01", "r12", "X1", "R", ""] {
            #expect(purpose.wholeMatch(of: pattern) == nil, "\(purpose)")
        }
    }

    @Test(
        "a code of the European list has six digits, whatever else is written there",
        arguments: ["20 03 01 99", "20 03", "2003011", "20 03 O1", "20-03-01", "household"])
    func strangeCode(code: String) throws {
        let said = try #require(try complaint("\"20 03 01\"", "\"\(code)\""))
        #expect(said.hasPrefix("vehicles.yaml:3:55: "), "\(said)")
        #expect(said.contains("a code of EWC has six digits"), "\(said)")
    }

    @Test("a code of the European list is taken as it is printed, and another list has its own")
    func codes() throws {
        #expect(try complaint("\"20 03 01\"", "\"200301\"") == nil)
        #expect(try complaint("\"20 03 01\"", "\"20 01 21*\"") == nil)
        let basel = "{scheme: Basel, version: \"2019\", code: Y46}"
        #expect(
            try complaint("{scheme: EWC, version: \"2014/955/EU\", code: \"20 03 01\"}", basel)
                == nil)
    }

    @Test("the European list has one spelling, so that its codes are never taken for another's")
    func schemeSpelling() throws {
        let said = try #require(
            try complaint(
                "{scheme: EWC, version: \"2014/955/EU\", code: \"20",
                "{scheme: ewc, version: \"1\", code: \"20"))
        #expect(said == "vehicles.yaml:3:20: scheme must be EWC for the European list, not ewc")
    }

    @Test(
        "nobody is behind a load by an empty name, and nothing else of it is empty either",
        arguments: [
            ("producer: City, carrier: Haulage, contract: C-1", "producer"),
            ("carrier: Haulage, contract: C-1", "carrier"),
            ("contract: C-1", "contract"), ("area: DE-BY-09162", "area"),
            ("destination: line-1", "destination"),
            ("destination: https://incinerator.example", "destination"),
            ("kind: contamination", "kind"), ("grade: B", "grade"),
            ("version: \"2014/955/EU\", code: \"20 03 01\"", "version"),
            ("scheme: EWC, version: \"2014/955/EU\", code: \"19 12 12\"", "scheme"),
            ("code: \"19 12 12\"", "code"),
        ])
    func empty(written: String, key: String) throws {
        let value = try #require(written.split(separator: ",").first?.split(separator: ": ").last)
        for nothing in ["\"\"", "\"  \""] {
            let slip = written.replacing("\(key): \(value)", with: "\(key): \(nothing)")
            let said = try #require(try complaint(written, slip), "\(slip)")
            #expect(said.hasSuffix(": \(key) must not be empty"), "\(said)")
        }
    }

    @Test("a load is not taken from a place without a name")
    func emptyStore() throws {
        let said = try complaint("loads_from: [line-1]", "loads_from: [\"\"]")
        #expect(said == "vehicles.yaml:14:18: a place on the site must not be empty")
    }
}
