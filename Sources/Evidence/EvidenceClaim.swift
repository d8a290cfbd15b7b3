package import Intake
package import Wire

/// What somebody needs to rebuild the ticket of a weighing, and to judge how it came about.
package struct EvidenceClaim: Hashable, Sendable {
    /// The scale as its type plate has it.
    package struct Scale: Hashable, Sendable {
        package let id: String
        package let model: String
        package let serial: String
        package let interval: ScaleInterval

        /// The scale by its number on the site and what its type plate says.
        package init(id: String, model: String, serial: String, interval: ScaleInterval) {
            (self.id, self.model, self.serial) = (id, model, serial)
            self.interval = interval
        }
    }

    /// Where a tare came from.
    package enum TareKind: Int64, Hashable, Sendable {
        /// Weighed in the same visit.
        case weighed = 0
    }

    /// Gross, tare and net as a ticket shows them.
    package struct Ticket: Hashable, Sendable {
        package let gross: ShownWeight
        package let tare: ShownWeight
        package let net: ShownWeight

        /// The three weights, each with its own digits.
        package init(gross: ShownWeight, tare: ShownWeight, net: ShownWeight) {
            (self.gross, self.tare, self.net) = (gross, tare, net)
        }
    }

    /// How the plate was read; the plate itself is a claim of its own.
    package struct PlateSource: Hashable, Sendable {
        package let confidencePermille: Int
        package let camera: String
        package let eventID: String

        /// The camera, its own name for the event, and how certain it was.
        package init(confidencePermille: Int, camera: String, eventID: String) {
            (self.confidencePermille, self.camera) = (confidencePermille, camera)
            self.eventID = eventID
        }
    }

    package let scale: Scale
    /// SHA-256 of the device map's file.
    package let deviceMap: Digest
    package let software: String
    package let bootID: [UInt8]
    package let tareKind: TareKind
    /// The passes, weigh-in first.
    package let passes: [Pass]
    /// Nil for a weigh-in: there is no net yet.
    package let ticket: Ticket?
    package let sensors: [SensorReading]
    package let plateSource: PlateSource?
    /// What the device's own format protects; nil in claims that were made before it was asked.
    package let protections: ScaleProtections?

    /// Evidence of one or two passes; see `init(of:from:)` for that of a visit or a record.
    package init(
        scale: Scale, deviceMap: Digest, software: String, bootID: [UInt8], passes: [Pass],
        ticket: Ticket?, sensors: [SensorReading], plateSource: PlateSource?,
        tareKind: TareKind = .weighed, protections: ScaleProtections? = nil
    ) {
        self.protections = protections
        (self.scale, self.deviceMap, self.software) = (scale, deviceMap, software)
        (self.bootID, self.tareKind, self.passes) = (bootID, tareKind, passes)
        (self.ticket, self.sensors, self.plateSource) = (ticket, sensors, plateSource)
    }
}
