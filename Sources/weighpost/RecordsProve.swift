import ArgumentParser
import Evidence
import Gateway
import Glibc
import Wire

extension Records {
    /// Proves an entry anew.
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove an entry anew, by the ledger's log as it is now.",
            discussion: """
                Example: weighpost records prove 7 --config weighpost.yaml --out entry-7.proof

                For receipts that have outlived the trusting period of their anchor. Asks a node and \
                the witnesses; 'weighpost verify receipt' verifies the new file offline.
                """)

        @Argument(help: "The entry's number.")
        var number: UInt64

        @Option(help: "The configuration file.")
        var config: String

        @Option(help: "The new file.")
        var out: String

        @Flag(help: "Leave the entry out: only its digest.")
        var digestOnly = false

        func run() async throws {
            var template = Array("/tmp/weighpost-prove-XXXXXX".utf8CString)
            guard let made = mkdtemp(&template) else {
                throw Exit.failing(Exit.cannotCreate, "cannot make a folder in /tmp")
            }
            let scratch = String(cString: made)
            defer { Self.remove(scratch) }
            let receipt: LogReceipt
            do {
                let configuration = try ConfigurationFile.load(config)
                receipt = try await LogProver(configuration, scratch: scratch)
                    .prove(number, isDigest: digestOnly)
            } catch let error as GatewayError {
                throw Exit.failing(
                    error.code == .configuration ? Exit.configuration : Exit.unavailable,
                    error.message)
            } catch {
                throw Exit.failing(Exit.unavailable, "\(error)")
            }
            try Files.write(receipt.bytes, to: out)
            Output.line(
                "entry \(number) is number \(receipt.path.index + 1) of \(receipt.path.total) in the "
                    + "ledger's log; wrote \(out)")
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
