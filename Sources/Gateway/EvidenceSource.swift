import DeviceMaps
import DeviceReaders
import Evidence
import Intake
import Wire

/// What is the same in the evidence of every weighing: the scale, its map, this software.
struct EvidenceSource: Sendable {
    let scale: EvidenceClaim.Scale
    let deviceMap: Digest
    let software: String
    let bootID: [UInt8]

    init(_ configuration: Configuration, software: String, bootID: [UInt8]) {
        let scale = configuration.scale
        self.scale = EvidenceClaim.Scale(
            id: scale.id, model: scale.model, serial: scale.serial, interval: scale.interval)
        guard let digest = Digest(scale.device.map.digest) else {
            preconditionFailure("a map's digest is SHA-256")
        }
        (deviceMap, self.software, self.bootID) = (digest, software, bootID)
    }

    /// The evidence of passes.
    func claim(
        passes: [Pass], ticket: EvidenceClaim.Ticket?, sensors: [SensorReading],
        plate: PlateRead?
    ) -> EvidenceClaim {
        EvidenceClaim(
            scale: scale, deviceMap: deviceMap, software: software, bootID: bootID,
            passes: passes, ticket: ticket, sensors: sensors,
            plateSource: plate.map {
                EvidenceClaim.PlateSource(
                    confidencePermille: $0.confidencePermille, camera: $0.camera,
                    eventID: $0.eventID)
            })
    }

    /// The evidence of an intake: both passes, and the three weights of its ticket.
    func claim(of record: IntakeRecord) -> EvidenceClaim {
        let (gross, tare) = (record.weighIn.shown, record.weighOut.shown)
        var ticket: EvidenceClaim.Ticket?
        if gross.exponent == tare.exponent, gross.unit == tare.unit {
            let net = ShownWeight(
                digits: gross.digits - tare.digits, exponent: gross.exponent, unit: gross.unit)
            ticket = EvidenceClaim.Ticket(gross: gross, tare: tare, net: net)
        }
        return claim(
            passes: [record.weighIn, record.weighOut], ticket: ticket, sensors: record.sensors,
            plate: record.plate)
    }
}
