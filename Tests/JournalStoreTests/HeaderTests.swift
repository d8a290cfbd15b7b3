import JournalStore
import LightClients
import SQLite
import Testing
import Wire

@Suite("Verified headers in the journal")
struct HeaderTests {
    private let site: TestSite
    private let validators = ValidatorSet(validators: [
        Validator(publicKey: .ed25519(Array(repeating: 3, count: 32)), votingPower: 10)
    ])

    init() throws { site = try TestSite() }

    /// A header with the hashes that a verified one must have, and no more.
    private func header(_ height: Int64, app: UInt8 = 1) throws -> Header {
        var header = Header(
            chainID: "test-chain", height: height,
            time: try #require(Timestamp(seconds: 1_800_000_000 + height, nanoseconds: 5)))
        header.validatorsHash = validators.hash.bytes
        header.nextValidatorsHash = validators.hash.bytes
        header.appHash = [app]
        header.proposerAddress = Array(repeating: 1, count: 20)
        return header
    }

    /// A header that was verified with its votes.
    private func voted(_ height: Int64, app: UInt8 = 1) throws -> VerifiedHeader {
        let header = try header(height, app: app)
        let hash = try #require(header.hash)
        return try VerifiedHeader(
            restoring: header,
            commit: Commit(
                height: height, round: 0,
                blockID: BlockID(hash: hash.bytes, partsTotal: 1, partsHash: Digest.zero.bytes),
                signatures: [
                    CommitSignature(
                        flag: .absent, validatorAddress: [], timestamp: .epoch, signature: [])
                ]),
            validators: validators, nextValidators: validators)
    }

    @Test("a header comes back with its votes and both validator sets, or without")
    func restored() async throws {
        let (full, bare) = (try voted(7), try VerifiedHeader(restoring: try header(8)))
        try await site.withJournal { journal async throws in
            try await journal.keep(full)
            try await journal.keep(bare)
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.header(at: 7) == full)
            #expect(try await journal.header(at: 8) == bare)
            #expect(try await journal.header(at: 9) == nil)
        }
    }

    @Test("trust goes on from the highest header below that has its votes")
    func trusted() async throws {
        let headers = [try voted(3), try voted(5), try voted(9)]
        let bare = try VerifiedHeader(restoring: try header(7))
        try await site.withJournal { journal async throws in
            for header in headers + [bare] { try await journal.keep(header) }
            #expect(try await journal.trusted(below: 9)?.height == 5)
            #expect(try await journal.trusted(below: 10)?.height == 9)
            #expect(try await journal.trusted(below: 3) == nil)
        }
    }

    @Test("an anchor stays an anchor when its header is kept once more")
    func anchor() async throws {
        let anchor = try voted(5)
        try await site.withJournal { journal async throws in
            try await journal.keep(voted(4))
            try await journal.keep(anchor, HeaderStanding(isAnchor: true))
            try await journal.keep(anchor)
        }
        try await site.withJournal { journal async throws in
            #expect(try await journal.anchor(at: 5) == anchor)
            #expect(try await journal.anchor(at: 4) == nil)
        }
    }

    @Test("a header known by its hash alone does not push out its votes")
    func votesStay() async throws {
        let (full, bare) = (try voted(5), try VerifiedHeader(restoring: try header(5)))
        try await site.withJournal { journal async throws in
            try await journal.keep(full)
            try await journal.keep(bare)
            #expect(try await journal.header(at: 5) == full)
        }
    }

    @Test("another header of the same height takes nothing over from the one before")
    func otherHeader() async throws {
        let bare = try VerifiedHeader(restoring: try header(5, app: 2))
        try await site.withJournal { journal async throws in
            try await journal.keep(voted(5), HeaderStanding(isAnchor: true))
            try await journal.keep(bare)
            #expect(try await journal.header(at: 5) == bare)
            #expect(try await journal.anchor(at: 5) == nil)
        }
    }

    @Test("a kept header that was tampered with is damage")
    func damaged() async throws {
        try await site.withJournal { try await $0.keep(voted(5)) }
        try site.rawJournal().execute("UPDATE headers SET header = substr(header, 1, 9)")
        try await site.withJournal { journal async throws in
            let error = await #expect(throws: JournalError.self) {
                try await journal.header(at: 5)
            }
            #expect(error?.code == .damaged)
        }
    }
}

extension HeaderTests {
    @Test("what a header rests on is kept with it, and outlives a look at its hash alone")
    func standing() async throws {
        let standing = HeaderStanding(via: 5, witnesses: ["county", "state"], isContinuity: true)
        try await site.withJournal { journal async throws in
            try await journal.keep(voted(7), standing)
            try await journal.keep(voted(7))
            #expect(try await journal.standing(at: 7) == standing)
            #expect(try await journal.standing(at: 6) == nil)
            try await journal.keep(voted(8), HeaderStanding(via: 7, witnesses: []))
            #expect(try await journal.standing(at: 8)?.witnesses == [])
        }
    }

    @Test("pruning keeps anchors, the newest, and whatever these were verified from")
    func pruned() async throws {
        try await site.withJournal { journal async throws in
            try await journal.keep(voted(1), HeaderStanding(isAnchor: true))
            try await journal.keep(voted(10), HeaderStanding(via: 1))
            for height in Int64(11)...30 {
                try await journal.keep(voted(height), HeaderStanding(via: 10))
            }
            #expect(try await journal.pruneHeaders(keeping: 5) == 15)
            var kept: [Int64] = []
            for height in Int64(1)...30 where try await journal.header(at: height) != nil {
                kept.append(height)
            }
            #expect(kept == [1, 10, 26, 27, 28, 29, 30])
            #expect(try await journal.trusted(below: .max)?.validators != nil)
        }
    }

    @Test("a journal of the first version is brought up to date when it is opened, headers and all")
    func migration() async throws {
        try await site.withJournal { try await $0.keep(voted(5), HeaderStanding(isAnchor: true)) }
        try site.rawJournal().execute(
            """
            ALTER TABLE headers DROP COLUMN via;
            ALTER TABLE headers DROP COLUMN witnesses;
            ALTER TABLE headers DROP COLUMN is_continuity;
            DROP TABLE anchors;
            DROP TABLE divergences;
            DROP INDEX entries_by_kind;
            PRAGMA user_version = 1;
            """)
        try await site.withJournal { journal async throws in
            #expect(try await journal.anchor(at: 5) == voted(5))
            #expect(try await journal.standing(at: 5) == HeaderStanding(isAnchor: true))
            #expect(try await journal.openDivergences().isEmpty)
        }
    }
}
