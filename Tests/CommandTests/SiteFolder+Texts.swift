import TestKit

extension SiteFolder {
    /// A complete configuration.
    static func text() throws -> String {
        """
        gateway: { id: "\(gateway)", site: site-1 }
        keys:
          signing: keys/signing.key
          store: keys/store.key
        state: state
        devices: devices.yaml
        broker:
          host: 127.0.0.1
          port: \(try FreePort.next())
          topics:
            plates:
              topic: frigate/tracked_object_update
              format: frigate
            sensors:
              - name: moisture
                topic: site/moisture
                kind: moisture
                value: /value
                unit: "%"
                max_age: 30
        vehicles: vehicles.yaml
        rules:
          permitted: ["20 03 01"]
        upstream:
          chain_id: weighpost-1
          nodes:
            - http://127.0.0.1:\(try FreePort.next())
          anchor:
            height: 1
            hash: "\(anchorHash)"
          witnesses: none
        control: { socket: none }

        """
    }

    /// A devices file with a scale on a network.
    static func devices() throws -> String {
        """
        buses:
          - name: bridge
            host: 127.0.0.1
            port: \(try FreePort.next())
        devices:
          - name: bridge-1
            role: scale
            map: \(map)
            bus: bridge
            exponent: 0
            unit: kg
            model: FT-10
            serial: "000000"
            verification_interval: 20
            scale_interval: 20
            max: 60000
            min: 400

        """
    }

    /// The anchor's hash in the configuration.
    static let anchorHash = String(repeating: "0a", count: 32)

    /// A vehicles file with one vehicle.
    static let vehicles = """
        vehicles:
        \(vehicle(plate: "AB-12 CDE"))

        """

    /// One vehicle of a vehicles file.
    static func vehicle(plate: String) -> String {
        """
          - plate: \(plate)
            code: { scheme: EWC, version: "2014/955/EU", code: "20 03 01" }
            source: { kind: household, area: "DE-BY-09162" }
            destination: sorting-line-1
            purpose: R12
            parties: { producer: City of Example, carrier: Example Haulage, contract: HH-1 }
        """
    }
}
