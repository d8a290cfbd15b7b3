import ArgumentParser
import Evidence
import Gateway
import Glibc
import LightClients
import SiteKeys
import Wire

extension Key {
    /// Asks the chain's authorities for registration.
    struct Enrol: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a signed request to be registered, for the chain's authorities.",
            discussion: """
                Example: weighpost key enrol --config /etc/weighpost/weighpost.yaml \\
                  --out bridge-1.enrol

                Carry the file to the authorities by any means, and read them the thumbprint by \
                telephone: that ties the request to this box. Once they have registered the gateway, \
                the agent delivers what has waited, without being started anew.
                """)

        @Option(help: "The configuration file.")
        var config: String

        @Option(help: "The new file; without it the request is printed in base64.")
        var out: String?

        @Flag(help: "Show the request as a QR code too, for an authority's telephone.")
        var qr = false

        func run() throws {
            let request: EnrolmentRequest
            do {
                let configuration = try ConfigurationFile.load(config)
                request = try EnrolmentRequest(
                    chainID: configuration.upstream.trust.chainID,
                    gateway: configuration.gateway, site: configuration.site,
                    time: WallClock.seconds,
                    key: try KeyFile.signingKey(at: configuration.keys.signing))
            } catch let error as GatewayError {
                throw Exit.failing(Exit.configuration, error.message)
            } catch {
                throw Exit.failing(Exit.unreadable, "\(error)")
            }
            if let out { try Files.write(request.bytes, to: out) }
            Output.line("gateway     \(request.gateway)")
            Output.line("site        \(request.site)")
            Output.line("chain       \(request.chainID)")
            Output.line("thumbprint  \(request.key.thumbprint)")
            Output.line(out.map { "request     \($0)" } ?? Base64.encode(request.bytes))
            if qr { try show(QRCode(request.bytes)) }
        }

        private func show(_ code: QRCode?) throws {
            guard let code, let text = Self.drawn(code) else {
                throw Exit.failing(
                    Exit.unavailable, "the request is too long for a QR code on a screen; use --out"
                )
            }
            Output.write(text, to: STDOUT_FILENO)
        }

        /// For a screen of 80 columns; plain where the output is no screen.
        private static func drawn(_ code: QRCode) -> String? {
            guard isatty(STDOUT_FILENO) == 1 else { return code.asciiText }
            return code.terminalColumns <= 80 ? code.terminalText : nil
        }
    }
}
