import Foundation
import TestKit

/// Files in which, taken together, every key of the configuration is written once at least.
enum SlipSamples {
    private static let root = Checkout.root.path
    private static let hash = String(repeating: "0a", count: 32)

    static let configurations = [
        """
        gateway: {id: https://yard.example/g/1, site: site-1}
        keys: {signing: keys/signing.key, store: keys/store.key}
        state: state
        devices: devices.yaml
        vehicles: vehicles.yaml
        broker:
          host: broker.example
          port: 8883
          tls: {ca: ca.pem, certificate: box.pem, key: box.key}
          user: weighpost
          password_file: broker.password
          status_topic: site/status
          client_id: box-1
          topics:
            plates:
              format: frigate
              topic: frigate/tracked_object_update
              cameras: [entry]
              min_confidence: 0.85
              late_after: 10
            sensors:
              - name: moisture
                payload: json
                topic: site/+/moisture
                device: 2
                kind: moisture
                value: /value
                unit: percent
                max_age: 30
                min: 0
                max: 100.5
                words: {dry: 0, wet: 99.5}
                time: /time
                time_format: rfc3339
                zone: "+08:00"
                retained: ignore
                absent: refuse
                dedupe: [/id]
                availability: {topic: site/+/status, device: 2, value: /state, online: up, offline: down}
              - {name: pit, payload: senml-json, topic: site/pit, record: pit, kind: other, unit: Cel, max_age: 9}
              - {name: plc, payload: sparkplug-b, group: site, node: plc, edge_device: probe, metric: Moisture,
                 kind: moisture, unit: percent, max_age: 60}
              - {name: bin, map: \(root)/Devices/tasmota/ds18b20.yaml, values: [temperature], zone: Z}
        rules: {permitted: ["20 03 01"], minimum_gross: 400, duplicate_window: 600, radiation_limit: 200,
          radiation_required: true}
        upstream:
          chain_id: weighpost-1
          nodes: ["http://192.0.2.20:26657"]
          anchor: {height: 1, hash: "\(hash)"}
          trusting_period: 90
          witnesses: {quorum: 1, nodes: [{url: "http://198.51.100.7:26657", operator: county-water}]}
          checkpoints: {keys: ["\(hash)"], threshold: 1, url: "https://chain.example/1.checkpoint",
            topic: weighpost/checkpoint}
          continuity: true
        delivery: {max_entries: 500, max_age: 2000}
        control:
          socket: /run/weighpost/control.sock
          mode: "0660"
          listen: {host: 127.0.0.1, port: 8470, tokens: control.tokens}
        """,
        """
        gateway: {id: https://yard.example/g/1, site: site-1}
        keys: {signing: keys/signing.key, store: keys/store.key}
        state: state
        devices: devices.yaml
        vehicles: vehicles.yaml
        brokers:
          - host: broker.example
            psk: {identity: bridge-1, key_file: broker.psk}
            topics: {plates: {map: \(root)/Devices/openalpr/alpr.yaml}}
        rules: {permitted: ["20 03 01"]}
        upstream:
          chain_id: weighpost-1
          nodes: ["http://192.0.2.20:26657"]
          anchor: {height: 1, hash: "\(hash)"}
          witnesses: none
        """,
    ]

    /// The map of sensors that the devices name, beside them; the pattern itself is none for a site.
    static func probe() throws -> String {
        try String(contentsOfFile: root + "/Devices/generic/probe.yaml", encoding: .utf8)
            .replacing("grade: 3", with: "grade: 1")
    }

    static let devices = [
        """
        buses:
          - {name: bridge, host: 192.0.2.10, port: 502, framing: tcp, timeout: 1000}
          - name: yard
            line: {device: /dev/ttyUSB0, baud: 9600, parity: none, stop_bits: 1, bits: 8, rs485: false}
        devices:
          - {name: bridge-1, role: scale, bus: bridge, map: \(root)/Devices/hbk/wtx120.yaml, unit_id: 1, poll: 100,
             commands: true, alibi: true, model: WTX120, serial: A1, verification_interval: 20,
             scale_interval: 20, max: 60000, min: 400}
          - {name: pit, role: sensors, bus: yard, map: probe.yaml, unit_id: 7, poll: 1000,
             max_age: 60, values: [moisture]}
        """,
        """
        buses: [{name: bridge, host: 192.0.2.10}]
        devices:
          - {name: bridge-1, role: scale, bus: bridge, map: \(root)/Devices/flintec/ft-10.yaml, exponent: 0, unit: kg,
             model: FT-10, serial: A1, verification_interval: 20, scale_interval: 20, max: 60000, min: 400}
        """,
        """
        buses: [{name: line, line: {device: /dev/ttyS0}}]
        devices:
          - {name: bridge-1, role: scale, bus: line, map: \(root)/Devices/sma/standard.yaml, address: 1,
             model: SMA, serial: A1, verification_interval: 20, scale_interval: 20, max: 60000, min: 400}
        """,
    ]

    static let vehicles = [
        """
        vehicles:
          - plate: AB-12 CDE
            code: {scheme: EWC, version: "2014/955/EU", code: "20 03 01"}
            source: {kind: household, area: DE-BY-09162}
            destination: line-1
            purpose: R12
            parties: {producer: City, carrier: Haulage, contract: C-1}
            grades: [{kind: contamination, grade: B}]
        outgoing:
          - plate: AB-34 EFG
            code: {scheme: EWC, version: "2014/955/EU", code: "19 12 12"}
            destination: https://incinerator.example
            purpose: R1
            loads_from: [line-1]
            parties: {producer: City, carrier: Haulage, contract: C-2}
        """
    ]
}
