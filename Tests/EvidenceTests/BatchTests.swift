import Testing
import Wire

@testable import Evidence

@Suite("Batches")
struct BatchTests {
    private static let chainID = "weighpost-dev"

    private func batch(
        _ items: [BatchItem], after before: ChainLink = .start
    ) throws -> Batch {
        try Batch.make(
            items, chainID: BatchTests.chainID, gateway: Yard.gateway, after: before,
            validUntil: 1_000, key: Yard.key, id: Yard.id(99))
    }

    private func items(_ count: Int) throws -> [BatchItem] {
        try Yard.chain(count).map { .entry($0.bytes) }
    }

    @Test("a batch is read as it was written, and fixes the chain and the run of entries")
    func roundTrip() throws {
        let entries = try Yard.chain(5)
        let first = ChainLink(seq: entries[1].seq, digest: entries[1].digest)
        let made = try batch(
            [.entry(entries[2].bytes), .digest(entries[3].digest), .entry(entries[4].bytes)],
            after: first)
        let read = try Batch(decoding: made.bytes)
        #expect(read == made)
        #expect(read.header.chainID == BatchTests.chainID)
        #expect(read.header.gateway == Yard.gateway)
        #expect(read.header.first == 3)
        #expect(read.header.last == 5)
        #expect(read.header.before == entries[1].digest)
        #expect(read.header.after == entries[4].digest)
        #expect(read.header.validUntil == 1_000)
        #expect(read.items.map(\.digest) == entries[2...].map(\.digest))
        #expect(read.header.root == Batch.root(of: entries[2...].map(\.digest)))
        #expect(read.keyThumbprint == Yard.key.publicKey.thumbprint)
        #expect(read.txHash == .of(made.bytes))
        try read.verify(Yard.key.publicKey)
        #expect(throws: EvidenceError.self) { try read.verify(Yard.otherKey.publicKey) }
    }

    @Test("an entry that travels as its digest has the same root and the same way to it")
    func digestAlone() throws {
        let entries = try Yard.chain(6)
        let whole = try batch(entries.map { .entry($0.bytes) })
        let bare = try batch(entries.map { .digest($0.digest) })
        #expect(whole.header.root == bare.header.root)
        #expect(bare.bytes.count < whole.bytes.count)
        for seq in UInt64(1)...6 { #expect(whole.path(of: seq) == bare.path(of: seq)) }
    }

    @Test("every entry of a batch is proven by its own way to the root", arguments: 1...9)
    func proofs(count: Int) throws {
        let entries = try Yard.chain(count + 2)
        let before = ChainLink(seq: 2, digest: entries[1].digest)
        let batch = try batch(entries[2...].map { .entry($0.bytes) }, after: before)
        let header = batch.header
        let answer = AcceptanceData(
            gateway: header.gateway, first: header.first, firstNew: header.first,
            last: header.last, after: header.after, root: header.root)
        for entry in entries[2...] {
            let proof = try #require(batch.proof(of: entry.seq))
            #expect(proof.digest == entry.digest)
            #expect(proof.root == batch.header.root)
            #expect(proof.seq(in: answer) == entry.seq)
            let other = InclusionProof(digest: Yard.digest("other"), path: proof.path)
            #expect(other.root != batch.header.root)
        }
        for outside in [0, 2, UInt64(count) + 3] { #expect(batch.proof(of: outside) == nil) }
    }

    @Test("a proof of an impossible shape has no root")
    func impossibleProofs() {
        for path in [
            MerklePath(index: 3, total: 3, aunts: []), MerklePath(index: 0, total: 0, aunts: []),
            MerklePath(index: 0, total: 8, aunts: []),
        ] {
            let proof = InclusionProof(digest: .zero, path: path)
            #expect(proof.root == nil)
        }
    }

    @Test("a place beyond the batch, or in a batch of another size, has no sequence number")
    func impossiblePlaces() {
        let answer = AcceptanceData(
            gateway: Yard.gateway, first: 1, firstNew: 1, last: 3, after: .zero, root: .zero)
        for (index, total) in [(3, 3), (0, 0), (0, 2), (0, 4), (4, 4)] as [(UInt64, UInt64)] {
            let path = MerklePath(index: index, total: total, aunts: [])
            #expect(InclusionProof(digest: .zero, path: path).seq(in: answer) == nil)
        }
    }

    @Test("a path of another count leads to the same root, and to no number of this batch")
    func otherCount() throws {
        let batch = try batch(try Yard.chain(4).map { .entry($0.bytes) })
        let path = try #require(batch.path(of: 1))
        let moved = InclusionProof(
            digest: batch.items[0].digest,
            path: MerklePath(index: 0, total: 3, aunts: path.aunts))
        #expect(moved.root == batch.header.root)
        let answer = AcceptanceData(
            gateway: Yard.gateway, first: 1, firstNew: 1, last: 4, after: .zero, root: .zero)
        #expect(moved.seq(in: answer) == nil)
        #expect(InclusionProof(digest: moved.digest, path: path).seq(in: answer) == 1)
    }

    @Test(
        "an answer about entries that no batch has is none",
        arguments: [(0, 0, 1), (5, 5, 4), (3, 2, 4), (3, 6, 4)] as [(UInt64, UInt64, UInt64)])
    func impossibleAnswers(first: UInt64, firstNew: UInt64, last: UInt64) {
        let answer = CBOR.array([
            .text(Yard.gateway), .unsigned(first), .unsigned(firstNew), .unsigned(last),
            .digest(.zero), .digest(.zero),
        ])
        #expect(throws: EvidenceError.self) { try AcceptanceData(decoding: answer.encoded()) }
    }

    @Test("every flipped byte of a batch is noticed by shape, signature or root")
    func flippedBytes() throws {
        let made = try batch(try items(3))
        for flip in flips(of: made.bytes) {
            do {
                let read = try Batch(decoding: flip.bytes)
                #expect(read.bytes == flip.bytes)
                let isSigned = (try? read.verify(Yard.key.publicKey)) != nil
                let hasRoot = Batch.root(of: read.items.map(\.digest)) == read.header.root
                #expect(!(isSigned && hasRoot), "byte \(flip.place)")
            } catch {
                continue
            }
        }
    }

    @Test("a batch has entries, and no more than fit into a transaction")
    func sizes() throws {
        #expect(throws: EvidenceError.self) { try batch([]) }
        let entry = BatchItem.entry([UInt8](repeating: 1, count: 100_000))
        _ = try batch([entry, entry, entry, entry])
        #expect(throws: EvidenceError.self) { try batch([entry, entry, entry, entry, entry]) }
        let long = [UInt8](repeating: 0, count: Batch.maximumBytes + 1)
        #expect(throws: EvidenceError.self) { try Batch(decoding: long) }
    }

    /// Keys of the header's payload with values that are refused there; nil leaves the key out.
    static let payloads: [(Int64, CBOR?)] = [
        (1, 2), (1, nil), (2, 7), (3, "bridge 1"), (3, "urn:other"), (4, 0), (4, 4),
        (5, .unsigned(1 << 63)), (6, .bytes([1])), (7, nil), (8, nil), (9, 0), (9, -1),
        (9, .unsigned(1 << 63)), (10, 0),
    ]

    @Test("a header with a wrong, a missing or an unknown part is refused", arguments: payloads)
    func header(key: Int64, value: CBOR?) throws {
        let good = try batch(try items(3))
        let payload = try CBOR(decoding: good.message.payload)
        var pairs = (payload.mapValue ?? []).filter { $0.key != .int(key) }
        if let value { pairs.append(CBORPair(.int(key), value)) }
        let message = try COSESign1.signed(
            CBOR.map(pairs).encoded(), contentType: Batch.contentType, issuer: Yard.gateway,
            subject: Yard.id(99).urn, with: Yard.key)
        let bytes = CBOR.array([
            1, .bytes(message.bytes), .array(good.items.map { .bytes($0.bytes) }),
        ]).encoded()
        #expect(throws: EvidenceError.self) { try Batch(decoding: bytes) }
    }

    @Test("an issuer that compares the same by letters, and is other bytes, is refused")
    func sameLookingIssuer() throws {
        let good = try batch(try items(1))
        let payload = try CBOR(decoding: good.message.payload)
        var pairs = (payload.mapValue ?? []).filter { $0.key != .int(3) }
        pairs.append(CBORPair(.int(3), "urn:YARD:K"))
        func signed(by issuer: String) throws -> [UInt8] {
            let message = try COSESign1.signed(
                CBOR.map(pairs).encoded(), contentType: Batch.contentType, issuer: issuer,
                subject: Yard.id(99).urn, with: Yard.key)
            return CBOR.array([
                1, .bytes(message.bytes), .array(good.items.map { .bytes($0.bytes) }),
            ]).encoded()
        }
        #expect("urn:YARD:K" == "urn:YARD:\u{212A}")
        #expect(try Batch(decoding: signed(by: "urn:YARD:K")).header.gateway == "urn:YARD:K")
        #expect(throws: EvidenceError.self) {
            try Batch(decoding: signed(by: "urn:YARD:\u{212A}"))
        }
    }

    @Test("an entry is no batch header, and a header discloses nothing")
    func otherMessages() throws {
        let good = try batch(try items(1))
        let entry = try Yard.chain(1)[0]
        for header in [entry.bytes, good.message.presented(with: [[1]])] {
            let bytes = CBOR.array([
                1, .bytes(header), .array([.bytes(entry.bytes)]),
            ]).encoded()
            #expect(throws: EvidenceError.self) { try Batch(decoding: bytes) }
        }
    }

    @Test("what the ledger says of a batch is read as it was written, and not otherwise")
    func acceptance() throws {
        let data = AcceptanceData(
            gateway: Yard.gateway, first: 38, firstNew: 40, last: 41, after: Yard.digest("after"),
            root: Yard.digest("root"))
        #expect(try AcceptanceData(decoding: data.bytes) == data)
        for count in data.bytes.indices {
            let cut = Array(data.bytes[..<count])
            #expect(throws: EvidenceError.self) { try AcceptanceData(decoding: cut) }
        }
        let three = CBOR.array([.text(Yard.gateway), 41, .digest(.zero)]).encoded()
        #expect(throws: EvidenceError.self) { try AcceptanceData(decoding: three) }
    }
}
