import Foundation
import Testing
import Wire

@testable import LightClients

@Suite("Two recorded CometBFT networks")
struct RecordingTests {
    @Test(
        "headers, commits and sets hash as CometBFT hashes them", arguments: Recording.Name.allCases
    )
    func hashes(_ name: Recording.Name) throws {
        let recording = try Recording.load(name)
        for row in recording.expected.perHeight {
            let block = try recording.block(row.height)
            let hash = try #require(block.header.hash)
            #expect(hash == Digest(hex: row.hash), "height \(row.height)")
            #expect(block.validators.hash.bytes == block.header.validatorsHash)
            #expect(block.validators.totalPower == row.totalPower)
            #expect(String(block.commit.signatures.map(\.letter)) == row.flags)
            if let leaves = row.leaves {
                #expect(block.header.leaves.map { Hex.encode($0) } == leaves)
            }
            for (slot, bytes) in (row.signBytes ?? []).enumerated() where !bytes.isEmpty {
                let ours = block.commit.signBytes(chainID: recording.chainID, at: slot)
                #expect(Hex.encode(ours) == bytes, "height \(row.height), slot \(slot)")
            }
            if let next = recording.blocks[row.height + 1]?.header {
                #expect(next.lastCommitHash == block.commit.hash.bytes)
                #expect(next.lastBlockID == block.commit.blockID)
            }
        }
    }

    @Test("every height is verified, one by one, from height 1", arguments: Recording.Name.allCases)
    func sequential(_ name: Recording.Name) throws {
        let recording = try Recording.load(name)
        let (options, now) = (recording.options, try recording.now())
        let hash = try #require(Digest(hex: recording.expected.trustedHash))
        let start = Verifier.start(
            try recording.block(1), at: Anchor(height: 1, hash: hash), options: options, now: now)
        #expect(start == .verified(try recording.trusted(1)))
        guard case .verified(var trusted) = start else { return }
        for height in recording.expected.heights.dropFirst() {
            let verdict = Verifier.verify(
                try recording.block(height), trusted: trusted, options: options, now: now)
            guard case .verified(let header) = verdict else {
                Issue.record("height \(height): \(verdict)")
                return
            }
            trusted = header
        }
    }

    @Test("every pair of heights has CometBFT's verdict", arguments: Recording.Name.allCases)
    func pairs(_ name: Recording.Name) throws {
        let recording = try Recording.load(name)
        let (options, now) = (recording.options, try recording.now())
        let heights = recording.expected.heights
        for (text, row) in recording.expected.skips {
            let trusted = try recording.trusted(try #require(Int64(text)))
            for (letter, height) in zip(row, heights) where "AST".contains(letter) {
                let verdict = Verifier.verify(
                    try recording.block(height), trusted: trusted, options: options, now: now)
                let expected: Verdict =
                    letter == "T" ? .notEnoughTrust : .verified(try recording.trusted(height))
                #expect(verdict == expected, "from \(text) to \(height)")
            }
        }
    }

    @Test(
        "a bisection asks for the heights CometBFT's own client asked for",
        arguments: Recording.Name.allCases)
    func bisection(_ name: Recording.Name) throws {
        let recording = try Recording.load(name)
        let top = try #require(recording.expected.heights.last)
        var bisection = Bisection(
            trusted: try recording.trusted(1), target: top, options: recording.options)
        var asked: [Int64] = [1]
        while case .fetch(let height) = bisection.next {
            asked.append(height)
            bisection.take(try recording.block(height), now: try recording.now())
        }
        #expect(asked == recording.expected.skippingHeights)
        #expect(bisection.trusted.height == top)
    }

    @Test("the links lead from the newest header to the first", arguments: Recording.Name.allCases)
    func backwards(_ name: Recording.Name) throws {
        let recording = try Recording.load(name)
        var next = try recording.trusted(try #require(recording.expected.heights.last))
        while next.height > 1 {
            let verdict = Verifier.verifyPrevious(
                try recording.block(next.height - 1).header, before: next,
                options: recording.options)
            guard case .verified(let header) = verdict else {
                Issue.record("height \(next.height - 1): \(verdict)")
                return
            }
            next = header
        }
    }

    @Test(
        "every recorded transaction is proven, with its result", arguments: Recording.Name.allCases)
    func transactions(_ name: Recording.Name) throws {
        let recording = try Recording.load(name)
        #expect(recording.transactions.count > 8)
        for transaction in recording.transactions {
            let header = try recording.block(transaction.height).header
            let hash = try #require(Digest(transaction.hash))
            let verdict = try #require(transaction.proof)
                .verify(dataHash: header.dataHash, txHash: hash)
            guard case .proven(let index, let total) = verdict else {
                Issue.record("\(hash): \(verdict)")
                continue
            }
            let results = try #require(recording.results[transaction.height])
            #expect(total == UInt64(results.count))
            #expect(index == UInt64(transaction.index))
            #expect(results[Int(index)] == transaction.result.result)
            let next = try recording.block(transaction.height + 1).header
            let proof = ResultProof(of: Int(index), in: results)
            #expect(proof.isValid(lastResultsHash: next.lastResultsHash))
        }
    }

    @Test(
        "the results of every height have the hash in the next header",
        arguments: Recording.Name.allCases)
    func results(_ name: Recording.Name) throws {
        let recording = try Recording.load(name)
        for row in recording.expected.perHeight {
            let results = try #require(recording.results[row.height])
            let root = ExecTxResult.root(of: results)
            #expect(root == Digest(hex: row.resultsHash))
            guard let next = recording.blocks[row.height + 1]?.header else { continue }
            #expect(root.bytes == next.lastResultsHash)
        }
    }
}

extension CommitSignature {
    fileprivate var letter: Character {
        switch flag {
        case .commit: "C"
        case .nil: "N"
        case .absent: "A"
        }
    }
}
