import Documents

/// What every map of registers begins with, whatever the device is for.
struct RegisterSheet {
    let version: Int
    let maker: String
    let model: String
    let grade: Int
    let source: String
    let context: DeviceMapContext
    let limits: RegisterLimits
    let forbidden: [RegisterSpan]
    /// The values as they are written, and as they are without signs and sentinels.
    let nodes: [DocumentNode]
    let plain: [DeviceMap.Value]

    /// Takes the keys of a map's head; the caller takes the rest and finishes the mapping.
    init(_ map: inout DocumentMapping) throws(DocumentError) {
        version = Int(try map.int("version"))
        maker = try map.string("maker")
        model = try map.string("model")
        grade = Int(try map.int("grade"))
        source = try map.string("source")
        context = try DeviceMapContext(&map)
        limits = try DeviceMap.limits(&map)
        forbidden = try DeviceMap.forbidden(&map, context)
        nodes = try map.nodes("values")
        plain = try DeviceMap.values(nodes, context)
    }
}
