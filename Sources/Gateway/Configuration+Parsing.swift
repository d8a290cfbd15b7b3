import DeviceMaps
import DeviceReaders
package import Documents
import Evidence
import Intake
import LightClients
import Wire

extension Configuration {
    /// Checks a parsed configuration to its last key.
    ///
    /// `path` is where a file that it names lies, and `open` reads it.
    /// Throws `DocumentError` with file, line and column.
    package init(
        _ node: DocumentNode, path: (String) -> String, open: ConfigurationFiles
    ) throws(DocumentError) {
        var root = try DocumentMapping(node, of: .configuration)
        var gateway = try root.mapping("gateway")
        self.gateway = try Configuration.uri("id", in: &gateway)
        site = try Configuration.siteName(try gateway.node("site"))
        try gateway.finish()
        var keys = try root.mapping("keys")
        self.keys = Keys(
            signing: path(try keys.string("signing")), store: path(try keys.string("store")))
        try keys.finish()
        state = path(try root.string("state"))
        let devices = try SiteDevices(
            file: path(try root.string("devices")), open: open)
        (scale, field) = (devices.scale, devices.field)
        brokers = try Broker.all(&root, path: path, open: open)
        try Configuration.checkSensorNames(brokers, field, at: root)
        vehicles = try VehicleBook(open.document(path(try root.string("vehicles"))))
        rules = try Configuration.rules(
            try root.mapping("rules"), interval: scale.interval)
        upstream = try Upstream(try root.mapping("upstream"))
        delivery = try DeliveryLimits(try root.optionalMapping("delivery"))
        control = try Control(try root.optionalMapping("control"), path: path)
        try root.finish()
    }

    /// How many sensors there are, on brokers and on buses.
    var sensorCount: Int {
        brokers.reduce(field.sensorNames.count) { $0 + $1.map.sensors.count }
    }

    /// A record tells sensors apart by their names alone.
    private static func checkSensorNames(
        _ brokers: [Broker], _ field: FieldDevices, at root: DocumentMapping
    ) throws(DocumentError) {
        let wired = Set(field.sensorNames)
        for name in brokers.flatMap(\.map.sensors).map(\.name) where wired.contains(name) {
            throw root.error("\(name) is the name of a sensor on a bus and of one on a broker")
        }
    }

    /// A site's name is compared with the registry's, sign by sign.
    private static func siteName(_ node: DocumentNode) throws(DocumentError) -> String {
        let text = try node.string("site")
        guard PlainName.isOne(text) else {
            let longest = PlainName.longest
            throw node.error(
                "'\(text.printable().cut(toBytes: longest))' is no name of a site: at most "
                    + "\(longest) bytes of letters, digits and signs, as the registry has it; write for example yard-north"
            )
        }
        return text
    }

    /// A gateway's name must look like a URI, so that it stays unique beyond this site.
    private static func uri(
        _ key: String, in mapping: inout DocumentMapping
    ) throws(DocumentError) -> String {
        let node = try mapping.node(key)
        let text = try mapping.string(key)
        guard text.utf8.count <= 128, let colon = text.firstIndex(of: ":"),
            colon > text.startIndex, text.allSatisfy({ $0.isASCII && !$0.isWhitespace })
        else {
            throw DocumentError(
                node.place,
                "'\(text)' is not a URI of at most 128 characters; "
                    + "write for example https://site.example/gateways/bridge-1")
        }
        return text
    }
}

/// Opens the files a configuration names.
package struct ConfigurationFiles: Sendable {
    private let read: @Sendable (String) throws(DocumentError) -> [UInt8]
    private let parse: @Sendable ([UInt8], String) throws(DocumentError) -> DocumentNode

    /// - Parameters:
    ///   - read: the bytes of a file.
    ///   - parse: the document in bytes, for complaints under the file's name.
    package init(
        read: @escaping @Sendable (String) throws(DocumentError) -> [UInt8],
        parse: @escaping @Sendable ([UInt8], String) throws(DocumentError) -> DocumentNode
    ) {
        (self.read, self.parse) = (read, parse)
    }

    func bytes(_ path: String) throws(DocumentError) -> [UInt8] { try read(path) }

    func document(_ path: String) throws(DocumentError) -> DocumentNode {
        try parse(try read(path), path)
    }
}
