import LightClients
import TestKit
import Testing
import Wire

/// Blocks and proofs of real nodes, with one byte changed.
@Suite("No byte of a recorded answer can be changed unnoticed")
struct RecordingMutationTests {
    private static func messages(of block: UnverifiedLightBlock) -> [[UInt8]] {
        [
            block.header.protobuf, block.commit.protobuf, block.validators.protobuf,
            block.nextValidators?.protobuf ?? [],
        ]
    }

    private static func isVerified(
        _ messages: [[UInt8]], from trusted: VerifiedHeader, _ recording: Recording
    ) throws -> Bool {
        let block: UnverifiedLightBlock
        do throws(ProtobufError) {
            block = UnverifiedLightBlock(
                header: try Header(protobuf: messages[0]),
                commit: try Commit(protobuf: messages[1]),
                validators: try ValidatorSet(protobuf: messages[2]),
                nextValidators: try ValidatorSet(protobuf: messages[3]))
        } catch {
            return false  // not the one spelling that counts
        }
        let verdict = Verifier.verify(
            block, trusted: trusted, options: recording.options, now: try recording.now())
        return verdict.fault == nil
    }

    /// A block with validators that join, votes that are absent and round 0; eight slots.
    private static let height: Int64 = 33

    @Test("every byte of one height: header, votes, validators and those to come", arguments: 0..<4)
    func everyByte(part: Int) throws {
        let recording = try Recording.load(.main)
        let trusted = try recording.trusted(Self.height - 1)
        let honest = Self.messages(of: try recording.block(Self.height))
        #expect(try Self.isVerified(honest, from: trusted, recording))
        var generator = SeededGenerator(seed: UInt64(part))
        for place in honest[part].indices {
            var changed = honest
            changed[part][place] ^= .random(in: 1...255, using: &generator)
            let isVerified = try Self.isVerified(changed, from: trusted, recording)
            #expect(!isVerified, "part \(part), byte \(place)")
        }
    }

    @Test(
        "bytes drawn from every other height of both networks", arguments: Recording.Name.allCases)
    func sample(name: Recording.Name) throws {
        let recording = try Recording.load(name)
        var generator = SeededGenerator(seed: 52)
        for height in recording.expected.heights.dropFirst() {
            let trusted = try recording.trusted(height - 1)
            let honest = Self.messages(of: try recording.block(height))
            #expect(try Self.isVerified(honest, from: trusted, recording), "\(height)")
            for part in 0..<4 {
                for _ in 0..<3 {
                    var changed = honest
                    let place = Int.random(in: honest[part].indices, using: &generator)
                    changed[part][place] ^= .random(in: 1...255, using: &generator)
                    let isVerified = try Self.isVerified(changed, from: trusted, recording)
                    #expect(!isVerified, "height \(height), part \(part), byte \(place)")
                }
            }
        }
    }

    /// A transaction's proof in one row of bytes: root, leaf, place, size, aunts, transaction.
    private static func bytes(of proof: TxProof) -> [UInt8] {
        proof.rootHash.bytes + proof.leafHash.bytes + bytes(of: proof.path) + proof.data
    }

    private static func bytes(of path: MerklePath) -> [UInt8] {
        [UInt8(path.index), UInt8(path.total)] + path.aunts.flatMap(\.bytes)
    }

    private static func path(_ bytes: ArraySlice<UInt8>) throws -> MerklePath {
        let aunts = try stride(from: bytes.startIndex + 2, to: bytes.endIndex, by: 32)
            .map { try #require(Digest(Array(bytes[$0..<$0 + 32]))) }
        return MerklePath(
            index: UInt64(bytes[bytes.startIndex]), total: UInt64(bytes[bytes.startIndex + 1]),
            aunts: aunts)
    }

    private static func proof(_ bytes: [UInt8], aunts: Int) throws -> TxProof {
        let end = 66 + 32 * aunts
        return TxProof(
            rootHash: try #require(Digest(Array(bytes[..<32]))), data: Array(bytes[end...]),
            leafHash: try #require(Digest(Array(bytes[32..<64]))), path: try path(bytes[64..<end]))
    }

    @Test("every byte of every transaction's proof", arguments: Recording.Name.allCases)
    func transactionProofs(name: Recording.Name) throws {
        let recording = try Recording.load(name)
        var (generator, proofs) = (SeededGenerator(seed: 7), 0)
        for transaction in recording.transactions {
            guard let proof = transaction.proof else { continue }
            proofs += 1
            let dataHash = try recording.block(transaction.height).header.dataHash
            let hash = Digest.of(transaction.transaction)
            let honest = proof.verify(dataHash: dataHash, txHash: hash)
            #expect(
                honest == .proven(index: UInt64(transaction.index), total: proof.path.total))
            let bytes = Self.bytes(of: proof)
            #expect(try Self.proof(bytes, aunts: proof.path.aunts.count) == proof)
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= .random(in: 1...255, using: &generator)
                let verdict = try Self.proof(changed, aunts: proof.path.aunts.count)
                    .verify(dataHash: dataHash, txHash: hash)
                #expect(verdict != honest, "\(transaction.height), byte \(place)")
            }
        }
        #expect(proofs >= 10)
    }

    @Test("every byte of every result and of its way", arguments: Recording.Name.allCases)
    func resultProofs(name: Recording.Name) throws {
        let recording = try Recording.load(name)
        var (generator, proofs) = (SeededGenerator(seed: 8), 0)
        for (height, results) in recording.results.sorted(by: { $0.key < $1.key }) {
            guard let next = recording.blocks[height + 1] else { continue }
            let hash = next.header.lastResultsHash
            for index in results.indices {
                proofs += 1
                let proof = ResultProof(of: index, in: results)
                #expect(proof.isValid(lastResultsHash: hash))
                let result = proof.result.deterministicBytes
                for place in result.indices {
                    var changed = result
                    changed[place] ^= .random(in: 1...255, using: &generator)
                    // Not the one spelling of a result, or that of another one.
                    guard let other = try? ExecTxResult(deterministicBytes: changed) else {
                        continue
                    }
                    let forged = ResultProof(result: other, path: proof.path)
                    #expect(!forged.isValid(lastResultsHash: hash), "\(height), byte \(place)")
                }
                let way = Self.bytes(of: proof.path)
                for place in way.indices {
                    var changed = way
                    changed[place] ^= .random(in: 1...255, using: &generator)
                    let path = try Self.path(changed[...])
                    let forged = ResultProof(result: proof.result, path: path)
                    // Place and size are bound by the transaction's own proof, as far as the shape
                    // of the way leaves them open.
                    let isOther = path.index != proof.path.index || path.total != proof.path.total
                    #expect(
                        !forged.isValid(lastResultsHash: hash) || isOther,
                        "\(height), byte \(place)")
                    #expect(place < 2 || !forged.isValid(lastResultsHash: hash))
                }
            }
        }
        #expect(proofs > 10)
    }
}
