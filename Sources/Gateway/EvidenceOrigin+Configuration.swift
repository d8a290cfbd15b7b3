import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import Wire

extension EvidenceClaim.Origin {
    /// What stands behind every weighing of this box: its scale, its map, this software.
    init(_ configuration: Configuration, software: String, bootID: [UInt8]) {
        let (scale, map) = (configuration.scale, configuration.scale.map)
        guard let digest = Digest(map.digest) else {
            preconditionFailure("a map's digest is SHA-256")
        }
        self.init(
            scale: EvidenceClaim.Scale(
                id: scale.id, model: scale.model, serial: scale.serial, interval: scale.interval),
            deviceMap: digest, software: software, bootID: bootID, protections: map.protections)
    }
}
