import DeviceMaps
package import Documents

/// A kind of file that people write, and its schema for editors.
package enum WrittenFile: String, CaseIterable, Sendable {
    case registerMap = "register-map"
    case sensorMap = "sensor-map"
    case frameMap = "frame-map"
    case payloadMap = "payload-map"
    case configuration
    case devices
    case vehicles

    /// What the strict reader knows of it.
    package var shape: DocumentShape {
        switch self {
        case .registerMap: .deviceMap
        case .sensorMap: .sensorMap
        case .frameMap: .frameMap
        case .payloadMap: .payloadMap
        case .configuration: .configuration
        case .devices: .devicesFile
        case .vehicles: .vehiclesFile
        }
    }

    /// Its JSON Schema, from the same shape that the reader follows.
    package var schema: String { JSONSchema(shape).text }
}
