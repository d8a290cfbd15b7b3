import Foundation
import WeighpostVerify

/// Verifies one receipt: `outsider RECEIPT CHAIN-ID HEIGHT HASH SECONDS`.
///
/// The block comes from somebody who is trusted, the seconds are the time to verify at.
@main
struct Outsider {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 6, let height = Int64(words[3]), let now = Int64(words[5]),
            let trust = ChainTrust(chainID: words[2], height: height, hash: bytes(words[4])),
            let verifier = ReceiptVerifier(trust: trust)
        else {
            print("usage: outsider RECEIPT CHAIN-ID HEIGHT HASH SECONDS")
            exit(64)
        }
        let receipt = try Data(contentsOf: URL(filePath: words[1]))
        let report = verifier.verify([UInt8](receipt), now: now)
        print("\(report.subject): \(report.verdict), by \(report.basis.rawValue)")
        for finding in report.failures { print("  \(finding)") }
        exit(report.isVerified ? 0 : 1)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count - 1, by: 2).compactMap { place in
            let start = hex.index(hex.startIndex, offsetBy: place)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)
        }
    }
}
