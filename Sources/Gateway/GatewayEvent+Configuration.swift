import DeviceMaps
import DeviceReaders
package import Evidence
import Intake
import LightClients
import Wire

extension GatewayEvent {
    /// A configuration is complete; what it says, in a few lines.
    package static func checked(
        _ configuration: Configuration, file: String, key: VerifyingKey
    ) -> GatewayEvent {
        let (scale, upstream) = (configuration.scale, configuration.upstream)
        let brokers = configuration.brokers.map { "\($0.host):\($0.port)" }
        return GatewayEvent(
            "configuration.checked",
            """
            \(file) is complete
              gateway   \(configuration.gateway), site \(configuration.site)
              key       \(key.thumbprint)
              scale     \(scale.map.title) at \(scale.place)
              sensors   \(configuration.sensorCount) on a broker or a bus
              broker    \(brokers.joined(separator: ", "))
              vehicles  \(configuration.vehicles.count)
              upstream  \(upstream.trust.chainID), \(upstream.nodes.joined(separator: ", "))
            """,
            [
                ("gateway", .text(configuration.gateway)), ("site", .text(configuration.site)),
                ("thumbprint", .text(key.thumbprint.description)),
                ("scale", .text(scale.map.title)),
                ("vehicles", .number(Int64(configuration.vehicles.count))),
                ("chain_id", .text(upstream.trust.chainID)), ("nodes", .list(upstream.nodes)),
            ])
    }
}
