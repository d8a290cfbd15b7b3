import Foundation
import Intake
import TestKit
import Testing
import Wire

@testable import Evidence

/// A yard like many: one gateway with a known key, one bridge, one contract.
enum Yard {
    static let gateway = "https://yard.example/gateways/bridge-1"
    /// 2026-11-24 06:14:37 UTC.
    static let time: Int64 = 1_795_500_877
    static let visit = [UInt8](0..<16)

    /// The key of RFC 8032, 7.1, test 1: everybody can check what it signs.
    static let key: SigningKey = signingKey(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    static let otherKey: SigningKey = signingKey(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")

    private static func signingKey(_ seed: String) -> SigningKey {
        do {
            return try SigningKey(seed: Hex.decode(seed) ?? [])
        } catch {
            preconditionFailure("32 bytes are a seed: \(error)")
        }
    }

    static func digest(_ text: String) -> Digest { .of([UInt8](text.utf8)) }

    static func id(_ number: UInt64) -> EntryID {
        var generator = SeededGenerator(seed: number)
        return EntryID(milliseconds: time * 1000 + Int64(number), using: &generator)
    }

    /// Makes an entry; the same arguments give the same bytes.
    static func make(
        _ body: EntryBody, claims: [Claim] = [], after head: ChainLink = .start,
        key: SigningKey = Yard.key, seed: UInt64 = 1
    ) throws -> MadeEntry {
        var salts = SeededGenerator(seed: seed)
        return try EntryMaker(gateway: gateway, key: key).make(
            body, claims: claims, after: head, id: id(head.next), time: time, salts: &salts)
    }

    /// So many boring entries in a row.
    static func chain(_ count: Int) throws -> [JournalEntry] {
        var head = ChainLink.start
        return try (0..<count).map { number in
            let body = EventBody(code: .zero, subject: "scale", value: Int64(number) * 20_000)
            let entry = try make(.event(body), after: head).entry
            head = ChainLink(seq: entry.seq, digest: entry.digest)
            return entry
        }
    }

    /// A file beside the tests.
    static func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return [UInt8](
            try Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name)")))
    }

    /// Holds bytes against a file that was fixed once: formats outlive the program.
    static func expectGolden(
        _ bytes: [UInt8], _ name: String, at place: SourceLocation = #_sourceLocation
    ) {
        do {
            #expect(bytes == (try fixture(name)), "\(name)", sourceLocation: place)
        } catch {
            Issue.record(
                "\(name) is missing; if it is to be \(Hex.encode(bytes))", sourceLocation: place)
        }
    }
}

/// Bytes with one bit of every byte flipped in turn, and a whole byte inverted in turn.
func flips(of bytes: [UInt8]) -> [(place: Int, bytes: [UInt8])] {
    bytes.indices.flatMap { place in
        ([0x01, 0x20, 0xff] as [UInt8]).map { mask in
            var changed = bytes
            changed[place] ^= mask
            return (place, changed)
        }
    }
}
