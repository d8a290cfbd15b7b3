package import Documents
package import Intake

/// The map of a weighing indicator, by registers or by frames.
package enum ScaleMap: Sendable, Hashable {
    /// It answers for registers over Modbus.
    case registers(DeviceMap)
    /// It sends strings.
    case frames(FrameMap)

    /// Reads a map of either kind, strictly; `frame_map` as a key tells the kinds apart.
    package init(parsing node: DocumentNode, bytes: [UInt8]) throws(DocumentError) {
        self =
            node.has("frame_map")
            ? .frames(try FrameMap(parsing: node, bytes: bytes))
            : .registers(try DeviceMap(parsing: node, bytes: bytes))
    }

    /// The indicator as "maker model" names it.
    package var title: String {
        switch self {
        case .registers(let map): map.title
        case .frames(let map): map.title
        }
    }

    /// SHA-256 of the bytes of the map's file.
    package var digest: [UInt8] {
        switch self {
        case .registers(let map): map.digest
        case .frames(let map): map.digest
        }
    }

    /// How well it is proven: 1 by frames of the manual, 2 by its tables, 3 not yet.
    package var grade: Int {
        switch self {
        case .registers(let map): map.grade
        case .frames(let map): map.grade
        }
    }

    /// What the device's own format protects.
    package var protections: ScaleProtections {
        switch self {
        case .registers(let map): map.protections
        case .frames(let map): map.protections
        }
    }

    /// Whether the site has to say where the decimal point stands.
    package var needsExponent: Bool {
        switch self {
        case .registers(let map): map.point == .site
        case .frames(let map): map.weight.decimals == .site
        }
    }

    /// Whether the site has to say the unit.
    package var needsUnit: Bool {
        switch self {
        case .registers(let map): map.unit == .site
        case .frames(let map): map.unit.needsSite
        }
    }

    /// What a site says where the device does not: nothing that the device tells itself.
    package func settings(exponent: Int, unit: MassUnit) -> ScaleSettings {
        ScaleSettings(
            exponent: needsExponent ? exponent : nil, unit: needsUnit ? unit : nil)
    }
}

extension DeviceMap {
    /// What the device's own format protects; every way of Modbus has a checksum.
    package var protections: ScaleProtections {
        ScaleProtections(
            checksum: true, stability: !status.stable.isEmpty,
            grossNetFlag: weighing.basis == .gross || status.net != nil, unit: unit != .site)
    }
}
