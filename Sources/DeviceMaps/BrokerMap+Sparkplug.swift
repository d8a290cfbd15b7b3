package import Intake

extension BrokerMap {
    /// The edge nodes that sensors of this map belong to.
    package var sparkplugNodes: Set<SparkplugNode> {
        Set(sensors.compactMap { $0.sparkplugPlace?.node })
    }

    /// What an action of the host means to the sensors of this map.
    package func items(of action: SparkplugHost.Action, arrival: WallTime) -> [BrokerItem] {
        switch action {
        case .value(let value):
            return sensors.filter { $0.sparkplugPlace == value.place }.map {
                $0.item(for: value.value, arrival: arrival)
            }
        case .gone(let node, let device):
            return sensors.filter { sensor in
                guard let place = sensor.sparkplugPlace, place.node == node else { return false }
                return device == nil || place.device == device
            }.map {
                .availability(
                    DeviceAvailability(sensor: $0.name, device: nil, isOnline: false))
            }
        case .ask(let publication):
            return [.ignored(reason: "asked \(publication.topic) for a birth")]
        case .ignored(let reason): return [.ignored(reason: reason)]
        case .refused(let reason): return [.refused(reason: reason)]
        }
    }
}

extension BrokerSensor {
    /// The metric this sensor reads, if it is one of an edge node.
    var sparkplugPlace: SparkplugPlace? {
        if case .metric(let place) = value { place } else { nil }
    }
}
