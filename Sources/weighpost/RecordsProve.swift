import ArgumentParser
import Gateway
import Glibc
import LightClients

extension Records {
    /// Proves an entry anew.
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove an entry anew, under an anchor that is fresh now.",
            discussion: """
                Examples:
                  weighpost records prove 7 --config weighpost.yaml --out entry-7.proof
                  weighpost records prove 7 --config weighpost.yaml --anchor HEIGHT:HASH --out entry-7.proof

                For receipts that have outlived the trusting period of their anchor, and for somebody \
                who trusts another block: --anchor says which. The proof is by the ledger's log as it \
                is now; with --links it is the receipt of old, led to by the links from an anchor at \
                most 1,500 blocks above it. Asks a node and the witnesses; 'weighpost verify receipt' \
                verifies the new file offline.
                """)

        @Argument(help: "The entry's number.")
        var number: UInt64

        @Option(help: "The configuration file.")
        var config: String

        @Option(help: "The new file.")
        var out: String

        @Option(help: "Where trust begins: HEIGHT:HASH; without it where it begins for the agent.")
        var anchor: Anchor?

        @Flag(help: "By the links from an anchor above, rather than by the ledger's log.")
        var links = false

        @Flag(help: "Leave the entry out: only its digest.")
        var digestOnly = false

        func run() async throws {
            var template = Array("/tmp/weighpost-prove-XXXXXX".utf8CString)
            guard let made = mkdtemp(&template) else {
                throw Exit.failing(Exit.cannotCreate, "cannot make a folder in /tmp")
            }
            let scratch = String(cString: made)
            defer { Self.remove(scratch) }
            let receipt: [UInt8]
            do {
                let configuration = try ConfigurationFile.load(config)
                receipt = try await ReceiptProver(configuration, scratch: scratch, anchor: anchor)
                    .prove(number, by: links ? .links : .log, isDigest: digestOnly)
            } catch let error as GatewayError {
                throw Exit.failing(
                    error.code == .configuration ? Exit.configuration : Exit.unavailable,
                    error.message)
            } catch {
                throw Exit.failing(Exit.unavailable, "\(error)")
            }
            try Files.write(receipt, to: out)
            Output.line(
                "entry \(number) is proven "
                    + (links ? "by links from the anchor" : "by the ledger's log")
                    + "; wrote \(out)")
        }

        /// Removes the folder and the files that a trust store has.
        private static func remove(_ folder: String) {
            guard let entries = opendir(folder) else { return }
            while let entry = readdir(entries) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                unlink("\(folder)/\(name)")
            }
            closedir(entries)
            rmdir(folder)
        }
    }
}
