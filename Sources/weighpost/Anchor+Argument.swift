import ArgumentParser
import LightClients
import Wire

/// An anchor as people write it: HEIGHT:HASH, the hash 64 hexadecimal digits.
extension Anchor: ExpressibleByArgument {
    package init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let height = Int64(parts[0]), height > 0,
            let hash = Digest(hex: String(parts[1]))
        else { return nil }
        self.init(height: height, hash: hash)
    }
}
