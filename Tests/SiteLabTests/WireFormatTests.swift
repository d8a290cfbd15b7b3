import Evidence
import Foundation
import IntakeLedger
import TestKit
import Testing
import WeighpostVerify
import Wire

@testable import SiteLab

/// The bytes on the page of wire formats are the ones that the code writes.
@Suite("Wire formats as they are written down")
struct WireFormatTests {
    private static let page = "Sources/Gateway/Gateway.docc/WireFormats.md"

    /// Each example with its shape, under the name it has on the page.
    private static func examples(
        _ samples: WireSamples
    ) -> [(name: String, bytes: [UInt8], shape: WireShape)] {
        [
            ("entry", samples.made.entry.bytes, WireShapes.entry),
            ("disclosure", samples.made.disclosures.first?.bytes ?? [], WireShapes.disclosure),
            ("batch", samples.batch.bytes, WireShapes.batch),
            ("receipt", samples.receipt.bytes, WireShapes.receipt),
            ("checkpoint", samples.checkpoint.bytes, WireShapes.checkpoint),
            ("resolution", samples.resolution.bytes, WireShapes.resolution),
            ("head", samples.head.value, WireShapes.head),
            ("head proof", samples.head.proof, WireShapes.headProof),
        ]
    }

    /// The page's blocks of a language by their first line, which is a name after "#".
    private static func blocks() throws -> [String: [String]] {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 1...3 { root.deleteLastPathComponent() }
        let text = try String(contentsOf: root.appending(path: page), encoding: .utf8)
        var blocks: [String: [String]] = [:]
        for part in text.components(separatedBy: "```cbor\n").dropFirst() {
            let lines = (part.components(separatedBy: "```").first ?? "")
                .split(separator: "\n").map(String.init)
            guard let first = lines.first, first.hasPrefix("# ") else { continue }
            blocks[String(first.dropFirst(2))] = Array(lines.dropFirst())
        }
        return blocks
    }

    @Test("each example shows the bytes of today's code, with what they mean")
    func shown() async throws {
        let blocks = try Self.blocks()
        let examples = Self.examples(try await WireSamples())
        #expect(Set(blocks.keys) == Set(examples.map(\.name)))
        for (name, bytes, shape) in examples {
            let lines = try AnnotatedCBOR(bytes, shape).lines
            #expect(
                blocks[name] == lines,
                "\(name) on the page is to be\n\(lines.joined(separator: "\n"))")
        }
    }

    @Test("the hexadecimal digits of each example alone give its bytes")
    func digits() async throws {
        let blocks = try Self.blocks()
        var whole: [String: [UInt8]] = [:]
        for (name, bytes, _) in Self.examples(try await WireSamples()) {
            var read: [UInt8] = []
            for line in blocks[name] ?? [] {
                let digits = line.split(separator: "#")[0].trimmingCharacters(in: .whitespaces)
                if digits.hasPrefix("[") {
                    read += try #require(whole[String(digits.dropFirst().dropLast())])
                } else {
                    read += try #require(Hex.decode(digits), "\(line)")
                }
            }
            #expect(read == bytes, "\(name)")
            whole[name] = read
        }
    }

    @Test("the page's receipt verifies from the page's checkpoint")
    func verified() async throws {
        let samples = try await WireSamples()
        let checkpoint = samples.checkpoint.checkpoint
        let trust = try #require(
            ChainTrust(
                chainID: checkpoint.chainID, height: checkpoint.height, hash: checkpoint.hash.bytes)
        )
        let report = try #require(ReceiptVerifier(trust: trust)).verify(
            samples.receipt.bytes, now: WireSamples.time + 86_400)
        #expect(report.isVerified, "\(report)")
    }
}
