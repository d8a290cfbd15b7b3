import ControlServer

extension Configuration {
    /// What keeps the agent from starting although the configuration says nothing wrong: files with
    /// secrets and certificates that are missing, open to others, or hold something else.
    package var troubleWithSecrets: [String] {
        var troubles: [String] = []
        for broker in brokers {
            do throws(GatewayError) {
                _ = try broker.readerSettings()
            } catch {
                troubles.append(error.message)
            }
        }
        guard let listen = control.listen else { return troubles }
        do throws(ControlError) {
            try TokenFile.check(listen.tokens)
        } catch {
            troubles.append("control: listen: tokens: \(error.message)")
        }
        return troubles
    }
}
