import Documents
import Foundation
import Intake
import TestKit
import Testing
import Wire

@testable import Gateway

@Suite("What a configuration says must be what it can mean")
struct ConfigurationValuesTests {
    private let shipped: ShippedConfiguration

    init() throws { shipped = try ShippedConfiguration() }

    private func complaint(over text: String) throws -> String {
        try shipped.layOver(text)
        let error = #expect(throws: GatewayError.self) { try ConfigurationFile.load(shipped.file) }
        return error?.message ?? ""
    }

    @Test(
        "an address of a node that is none, or that holds a password, is refused at its place",
        arguments: [
            ("banana", "does not begin with http"), ("ftp://node.example", "http"),
            ("http://", "no host"), ("http://:26657", "no host"),
            ("http://user:pw@node.example", "no name and no password"),
            ("http://token@node.example:1", "no name and no password"),
            ("http://node.example#top", "fragment"), ("http://node.example?a=b", "'?'"),
            ("http://node.example:99999", "no port"), ("http://node.example:0", "no port"),
            ("http://node.example:", "no port"), ("http://no de.example", "character"),
            ("http://[::1", "']'"), ("http://[banana]:1", "IPv6"), ("http://a,b", "no host"),
        ])
    func addresses(text: String, words: String) throws {
        let told = try complaint(over: "{upstream: {nodes: [\"\(text)\"]}}")
        #expect(told.contains(words), "\(told)")
        #expect(told.contains(".yaml:1:21: a node's address: "), "\(told)")
        #expect(!told.contains("pw"), "\(told)")
        let witness = try complaint(
            over: """
                {upstream: {witnesses: {nodes: [{operator: city, url: "\(text)"}]}}}
                """)
        #expect(witness.contains(words) && witness.contains(": url: "), "\(witness)")
    }

    @Test(
        "addresses that nodes have are taken as they are written",
        arguments: [
            "http://127.0.0.1:26657", "https://node.example", "https://node.example/rpc/",
            "http://[::1]:26657", "http://[2001:db8::1]", "HTTPS://Node.Example:443",
        ])
    func goodAddresses(text: String) throws {
        try shipped.layOver("{upstream: {nodes: [\"\(text)\"]}}")
        #expect(try ConfigurationFile.load(shipped.file).upstream.nodes == [text])
    }

    @Test("a node is named once, and a checkpoint is fetched from an address without a password")
    func more() throws {
        let twice = try complaint(
            over: "{upstream: {nodes: [\"http://a.example\", \"http://a.example\"]}}")
        #expect(twice.contains("there already"))
        let key = String(repeating: "0", count: 63) + "1"
        let page = try complaint(
            over: """
                {upstream: {checkpoints: {keys: ["\(key)"], threshold: 1, url: "https://u:p@a.b/c"}}}
                """)
        #expect(page.contains("no name and no password") || page.contains("public key"), "\(page)")
    }

    @Test(
        "a waste code that no vehicle can bring is refused, and says how one is written",
        arguments: [
            "20301", "", "2003011", "20 03 0", "20 03 O1", "2OO3O1", "l5 01 06", "20 03 0x",
        ])
    func codes(text: String) throws {
        let told = try complaint(over: "{rules: {permitted: [\"\(text)\"]}}")
        #expect(told.contains(".yaml:1:22: "), "\(told)")
        #expect(told.contains("waste code") || told.contains("digits"), "\(told)")
    }

    @Test("a site that may take nothing is refused: every load would be held")
    func nothingPermitted() throws {
        let told = try complaint(over: "{rules: {permitted: []}}")
        #expect(told.contains(".yaml:1:21: 'permitted' names no code"), "\(told)")
    }

    @Test(
        "a code as any list prints it is permitted",
        arguments: [
            "20 03 01", "200301", "20 01 21*", "HW08", "900-041-49", "Y46", "AA010", "GB0401",
        ])
    func goodCodes(text: String) throws {
        try shipped.layOver("{rules: {permitted: [\"\(text)\"]}}")
        #expect(try ConfigurationFile.load(shipped.file).rules.permittedCodes == [text])
    }

    @Test(
        "a site without a name, or with one that nobody could compare, is refused",
        arguments: ["", " yard", "yard ", "ya\\nrd", "\\u202eyard"])
    func sites(text: String) throws {
        let told = try complaint(over: "{gateway: {site: \"\(text)\"}}")
        #expect(told.contains("no name of a site") && told.contains(".yaml:1:18: "), "\(told)")
        #expect(
            try complaint(over: "{gateway: {site: \"\(String(repeating: "a", count: 129))\"}}")
                .contains("128"))
    }

    @Test(
        "what nobody wrote is shown with its value, and whether it is a default or follows from what"
    )
    func effective() throws {
        func origin(_ key: String) throws -> String? {
            try ConfigurationFile.effective(shipped.file).first { $0.name == key }
                .map { "\($0.text) # \($0.origin)" }
        }
        try shipped.layOver("{broker: {port: null, tls: null, psk: null}}")
        #expect(try origin("broker.port") == "1883 # default")
        try shipped.layOver("{broker: {port: null, tls: {ca: ca.pem}}}")
        #expect(try origin("broker.port") == "8883 # derived: the connection is protected")
        try shipped.layOver("{rules: {minimum_gross: null}}")
        let least = try ConfigurationFile.load(shipped.file).scale.interval.min.grams / 1000
        #expect(try origin("rules.minimum_gross") == "\(least) # derived: min of the scale")
    }

    @Test(
        "of a scale that sends strings, the line and the rhythm are the map's, where it is asked",
        arguments: [("bsi", "200 # map"), ("continuous", nil)])
    func strings(map: String, poll: String?) throws {
        let file = Checkout.root.appending(path: "Devices/flintec/\(map).yaml").path
        try """
        buses: [{name: line, line: {device: /dev/ttyUSB0, baud: 4800}}]
        devices:
          - {name: bridge-1, role: scale, bus: line, map: "\(file)", unit: kg, model: A, serial: "1",
             verification_interval: 20, scale_interval: 20, max: 50000, min: 400}
        """.write(
            toFile: shipped.folder.file("Config/strings.yaml"), atomically: true, encoding: .utf8)
        try shipped.layOver("{devices: strings.yaml}")
        var values: [String: String] = [:]
        for value in try ConfigurationFile.effective(shipped.file) {
            values[value.name] = "\(value.text) # \(value.origin)"
        }
        #expect(values["devices: devices[0].poll"] == poll)
        #expect(values["devices: buses[0].line.parity"] == "none # map")
        #expect(values["devices: buses[0].line.bits"] == "8 # map")
        #expect(values["devices: buses[0].line.baud"]?.hasPrefix("4800 # /") == true)
        #expect(values["devices: buses[0].framing"] == nil)
        #expect(values["devices: devices[0].unit_id"] == nil)
    }

    @Test("of a bus in a network, the framing is shown that holds")
    func framing() throws {
        let values = try ConfigurationFile.effective(shipped.file)
        let framing = values.first { $0.name == "devices: buses[0].framing" }
        #expect(framing?.text == "tcp" && framing?.origin == "default")
    }
}
