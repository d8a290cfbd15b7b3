import DeviceReaders
import Documents
import Foundation
import TestKit
import Testing
import YAML

@testable import Gateway

@Suite("The broker section")
struct BrokerConfigurationTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func brokers(_ text: String) throws -> [Configuration.Broker] {
        var root = try DocumentMapping(
            YAML.parse([UInt8](text.utf8), file: "weighpost.yaml"), of: .configuration)
        let files = ConfigurationFiles(
            read: { path throws(DocumentError) in
                throw DocumentError(
                    DocumentPlace(file: path, line: 1, column: 1), "cannot be opened")
            },
            parse: { bytes, file throws(DocumentError) in try YAML.parse(bytes, file: file) })
        let brokers = try Configuration.Broker.all(
            &root, path: { folder.file($0) }, open: files)
        try root.finish()
        return brokers
    }

    private func secret(_ name: String, _ content: String, mode: Int = 0o600) throws {
        try Data(content.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: folder.file(name))
    }

    @Test("without a word of protection the broker is on this machine, at its usual port")
    func plain() throws {
        let broker = try #require(try brokers("broker: {host: localhost, topics: {}}").first)
        #expect((broker.port, broker.clientID, broker.protection) == (1883, "weighpost", .none))
        #expect((broker.user, broker.passwordFile, broker.statusTopic) == (nil, nil, nil))
    }

    @Test("certificates are files beside the configuration, and the port is that of TLS")
    func certificates() throws {
        let text = """
            broker:
              {host: b, tls: {ca: ca.pem, certificate: box.pem, key: box.key},
               status_topic: site/agent, topics: {}}
            """
        let broker = try #require(try brokers(text).first)
        #expect((broker.port, broker.statusTopic) == (8883, "site/agent"))
        #expect(
            broker.protection
                == .certificates(
                    authorities: folder.file("ca.pem"), certificate: folder.file("box.pem"),
                    key: folder.file("box.key")))
        // A file that is not there is named, with its key: the library would name neither.
        let error = #expect(throws: GatewayError.self) { try broker.readerSettings() }
        #expect(error?.message.contains("tls: ca: \(folder.file("ca.pem"))") == true)
        for name in ["ca.pem", "box.pem", "box.key"] { try secret(name, "") }
        #expect(try broker.readerSettings().statusTopic == "site/agent")
    }

    @Test("password and shared key are read from their files when the agent starts")
    func secrets() throws {
        let text = """
            broker: {host: b, user: bridge, password_file: password,
                     psk: {identity: bridge-1, key_file: psk}, topics: {}}
            """
        try secret("password", "s3cret\n")
        try secret("psk", "0123abcd\n")
        let broker = try #require(try brokers(text).first)
        let settings = try broker.readerSettings()
        #expect((settings.user, settings.password) == ("bridge", "s3cret"))
        #expect(settings.protection == .sharedKey(identity: "bridge-1", key: "0123abcd"))
        try secret("psk", "0123abcd\n", mode: 0o644)
        let error = #expect(throws: GatewayError.self) { try broker.readerSettings() }
        #expect(error?.code == .key)
    }

    @Test("a site may have several brokers")
    func several() throws {
        let text = """
            brokers:
              - {host: a, topics: {}}
              - {host: b, port: 1884, topics: {}}
            """
        #expect(try brokers(text).map(\.port) == [1883, 1884])
    }

    @Test(
        "a section that contradicts itself is refused",
        arguments: [
            ("broker: {host: b, password: s3cret, topics: {}}", "under 'password_file'"),
            ("broker: {host: b, password_file: p, topics: {}}", "'user'"),
            ("broker: {host: b, tls: {certificate: c, key: k}, topics: {}}", "must have ca"),
            ("broker: {host: b, tls: {ca: a, key: k}, topics: {}}", "go together"),
            ("broker: {host: b, psk: {identity: i, key: 0a}, topics: {}}", "must have key_file"),
            (
                "broker: {host: b, tls: {ca: a}, psk: {identity: i, key_file: k}, topics: {}}",
                "exclude"
            ),
            ("broker: {host: b, status_topic: a/#, topics: {}}", "one topic"),
            ("broker: {host: b, topics: {sensors: [{map: m.yaml}]}}", "m.yaml"),
            ("brokers: []", "names no broker"),
            ("{}", "must have broker"),
            ("{broker: {host: a, topics: {}}, brokers: [{host: b, topics: {}}]}", "lists them all"),
            ("brokers: [{host: b, topics: {}}, {host: b, topics: {}}]", "there already"),
        ])
    func complaints(text: String, hint: String) throws {
        let error = try #require(throws: DocumentError.self) { try brokers(text) }
        #expect("\(error)".contains(hint), "\(error)")
    }

    @Test("two brokers may not name one sensor")
    func sameSensor() throws {
        let sensor = "{name: a, topic: a, value: /a, kind: other, unit: m, max_age: 1}"
        let topics = "topics: {sensors: [\(sensor)]}"
        let text = "brokers: [{host: a, \(topics)}, {host: b, \(topics)}]"
        #expect(throws: DocumentError.self) { try brokers(text) }
    }
}
