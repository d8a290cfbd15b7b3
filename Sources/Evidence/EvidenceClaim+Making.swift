package import Intake
package import Wire

extension EvidenceClaim {
    /// What stands behind every weighing of one box: the scale, and what reads it.
    package struct Origin: Hashable, Sendable {
        package let scale: Scale
        /// SHA-256 of the device map's file.
        package let deviceMap: Digest
        package let software: String
        /// The boot in which the entry is made.
        package let bootID: [UInt8]
        /// What the device's own format protects.
        package let protections: ScaleProtections?

        /// The box as it is now; `deviceMap` is SHA-256 of the map's file.
        package init(
            scale: Scale, deviceMap: Digest, software: String, bootID: [UInt8],
            protections: ScaleProtections? = nil
        ) {
            (self.scale, self.deviceMap) = (scale, deviceMap)
            (self.software, self.bootID) = (software, bootID)
            self.protections = protections
        }
    }

    /// The evidence of a vehicle that was weighed in.
    package init(of visit: OpenVisit, from origin: Origin) {
        self.init(
            of: visit.pass, sensors: visit.sensors, plate: visit.plate, from: origin)
    }

    /// The evidence of one weighing that is no load.
    package init(
        of pass: Pass, sensors: [SensorReading], plate: PlateRead?, from origin: Origin
    ) {
        self.init(
            scale: origin.scale, deviceMap: origin.deviceMap, software: origin.software,
            bootID: origin.bootID, passes: [pass], ticket: nil, sensors: sensors,
            plateSource: plate.map { PlateSource($0) }, protections: origin.protections)
    }

    /// The evidence of a judged load.
    package init(of record: IntakeRecord, from origin: Origin) {
        self.init(
            scale: origin.scale, deviceMap: origin.deviceMap, software: origin.software,
            bootID: origin.bootID, passes: [record.weighIn, record.weighOut],
            ticket: Ticket(
                gross: record.weighIn.shown, tare: record.weighOut.shown, net: record.net),
            sensors: record.sensors,
            plateSource: record.plate.map { PlateSource($0) }, protections: origin.protections)
    }

    /// The evidence of a load that was taken away: the vehicle came empty and leaves full.
    ///
    /// `sensors` is what they said of either pass. Nil for a vehicle that got no heavier, and for a
    /// display beyond any scale.
    package init?(
        ofOutgoing visit: OpenVisit, out: Pass, sensors: [SensorReading], from origin: Origin
    ) {
        guard visit.direction(out: out) == .outgoing, let gross = out.shown.mass,
            let tare = visit.pass.shown.mass
        else { return nil }
        self.init(
            scale: origin.scale, deviceMap: origin.deviceMap, software: origin.software,
            bootID: origin.bootID, passes: [visit.pass, out],
            ticket: Ticket(gross: out.shown, tare: visit.pass.shown, net: gross - tare),
            sensors: sensors, plateSource: visit.plate.map { PlateSource($0) },
            protections: origin.protections)
    }
}

extension EvidenceClaim.Ticket {
    /// The ticket of a load: its net is gross less tare in the figures that are shown.
    ///
    /// `net` is the same in grams.
    fileprivate init(gross: ShownWeight, tare: ShownWeight, net: Mass) {
        let shown =
            if gross.exponent == tare.exponent, gross.unit == tare.unit {
                // No overflow: what has a mass weighs at most 10^15 g.
                ShownWeight(
                    digits: gross.digits - tare.digits, exponent: gross.exponent,
                    unit: gross.unit)
            } else {
                // The display was set otherwise in between; grams are exact whatever it showed.
                ShownWeight(digits: net.grams, exponent: 0, unit: .gram)
            }
        self.init(gross: gross, tare: tare, net: shown)
    }
}

extension EvidenceClaim.PlateSource {
    fileprivate init(_ read: PlateRead) {
        self.init(
            confidencePermille: read.confidencePermille, camera: read.camera,
            eventID: read.eventID)
    }
}

extension OpenVisit {
    /// A visit as it stood when its weigh-in was recorded: read back after a restart.
    ///
    /// The time of a plate's read is that of the pass: it is not kept. Nil for an entry of another
    /// kind, and when its evidence is erased.
    package init?(_ entry: JournalEntry, claims: [Claim]) {
        guard case .weighIn(let body) = entry.body else { return nil }
        var evidence: EvidenceClaim?
        var plate: Plate?
        for claim in claims {
            switch claim {
            case .evidence(let claim): evidence = claim
            case .plate(let claim): plate = claim
            case .parties: break
            }
        }
        guard let evidence, let pass = evidence.passes.first else { return nil }
        let read = plate.flatMap { plate in
            evidence.plateSource.map { source in
                PlateRead(
                    plate: plate, confidencePermille: source.confidencePermille,
                    camera: source.camera, eventID: source.eventID, wall: pass.wall,
                    monotonic: pass.monotonic)
            }
        }
        self.init(
            visit: body.visit, plate: read, pass: pass, sensors: evidence.sensors,
            entryDigest: entry.digest.bytes)
    }
}
