package import DeviceMaps
package import DeviceReaders
package import Evidence
package import Intake
package import LightClients
package import Wire

/// What one gateway is told: read once at the start, checked to the last key.
package struct Configuration: Sendable {
    /// The gateway's URI, in every entry.
    package var gateway: String
    /// The site's name in the registry.
    package var site: String
    /// The signing key's file and the store key's file.
    package var keys: Keys
    /// The state folder.
    package var state: String
    /// The weighbridge.
    package var scale: Scale
    /// Everything that is wired to the box, the weighbridge included.
    package var field: FieldDevices
    /// The brokers with plates and sensors; one at least.
    package var brokers: [Broker]
    /// Vehicles and their contracts.
    package var vehicles: VehicleBook
    /// The limits of the supervision rules.
    package var rules: RuleLimits
    /// The chain that receives the entries.
    package var upstream: Upstream
    /// How batches are cut.
    package var delivery: DeliveryLimits
    /// Who may look at the agent, and where.
    package var control: Control
    /// SHA-256 over everything that was read: which configuration this is.
    package var digest = Digest.zero

    /// Where the keys lie.
    package struct Keys: Sendable, Hashable {
        package var signing: String
        package var store: String
    }

    /// The weighbridge: what its type plate says, and by which map it is read.
    package struct Scale: Sendable {
        /// What the site calls it.
        package var id: String
        package var model: String
        package var serial: String
        package var interval: ScaleInterval
        package var map: ScaleMap
        /// Whether the indicator keeps every weighing in its own memory too.
        package var keepsAlibi: Bool
        /// Where it is, for people.
        package var place: String
    }

    /// The broker and what to take from it.
    package struct Broker: Sendable, Hashable {
        package var host: String
        package var port: UInt16
        package var clientID: String
        package var protection: Protection
        package var user: String?
        /// The file with the user's password.
        package var passwordFile: String?
        /// Where the agent says whether it is there; nil says nothing.
        package var statusTopic: String?
        package var map: BrokerMap

        /// What protects the connection; secrets are files, never in the configuration.
        package enum Protection: Sendable, Hashable {
            case none
            case certificates(authorities: String, certificate: String?, key: String?)
            case sharedKey(identity: String, file: String)
        }
    }

    /// The chain, its nodes and where trust in it begins.
    package struct Upstream: Sendable, Hashable {
        package var nodes: [String]
        package var anchor: Anchor
        package var trust: TrustOptions
        /// Who gives a second opinion on every header.
        package var witnesses: WitnessPool
        /// Who may vouch for a block; nil for nobody.
        package var checkpoints: CheckpointRule?
        /// Whether trust is carried on beyond its period, where all witnesses agree.
        package var carriesOn: Bool
    }

    /// Whose checkpoints count.
    package struct CheckpointRule: Sendable, Hashable {
        package var keys: [VerifyingKey]
        /// How many of them have to sign.
        package var threshold: Int
        /// Where a checkpoint can be fetched; nil for nowhere.
        package var url: String?
        /// The topic on which brokers may bring one; nil for none.
        package var topic: String?
    }

    /// Where the agent can be looked at.
    package struct Control: Sendable, Hashable {
        /// The unix socket; nil for none.
        package var socket: String?
        /// Its mode: who may connect.
        package var mode: Int
        /// An address of this box alone, for whoever has a token; nil for none.
        package var listen: Listen?

        /// A port of the loopback, and the file of the tokens' digests.
        package struct Listen: Sendable, Hashable {
            package var host: String
            package var port: Int
            package var tokens: String
        }
    }

    /// How batches are cut.
    package struct DeliveryLimits: Sendable, Hashable {
        package var maxEntries: Int
        /// Milliseconds.
        package var maxAge: Int64
    }
}
