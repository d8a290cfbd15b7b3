import LightClients
import Testing
import UpstreamNodes
import Wire

/// Validator sets come in pages: 30 unless asked, 100 at most, and an error beyond the last.
@Suite("Pages of validators")
struct PagingTests {
    private static func validator(_ number: Int) -> Validator {
        let seed = Digest.of(Array("\(number)".utf8)).bytes
        return Validator(
            publicKey: .ed25519(seed), address: Array(seed[..<20]), votingPower: 1)
    }

    /// A node with so many validators, as CometBFT pages them.
    private static func node(_ count: Int, claiming total: Int? = nil) throws -> LoopbackServer {
        let all = (0..<count).map(validator)
        let set = ValidatorSet(validators: all)
        var header = Header(chainID: "pages", height: 9, time: .epoch)
        header.validatorsHash = set.hash.bytes
        header.nextValidatorsHash = set.hash.bytes
        let block = header
        return try LoopbackServer.node { question in
            guard question.method == "validators" else {
                let commit = Commit(height: 9, round: 0, blockID: .zero, signatures: [])
                return question.answer(
                    RPCCommit(header: block, commit: commit, isCanonical: true))
            }
            let size = min(100, question.integer("per_page").map { Int($0) } ?? 30)
            let page = question.integer("page").map { Int($0) } ?? 1
            let pages = max(1, (count + size - 1) / size)
            guard (1...pages).contains(page) else {
                return question.error(
                    "page should be within [1, \(pages)] range, given \(page)")
            }
            let shown = Array(all.dropFirst((page - 1) * size).prefix(size))
            return question.answer(
                RPCValidators(height: 9, validators: shown, total: Int64(total ?? count)))
        }
    }

    @Test(
        "a set of any size is fetched whole, and no page beyond the last is asked for",
        arguments: [(1, 1), (30, 1), (31, 1), (99, 1), (100, 1), (101, 2), (200, 2), (250, 3)])
    func pages(count: Int, pages: Int) async throws {
        let server = try PagingTests.node(count)
        let client = NodeClient()
        let block = try await CometBFTNode(url: server.url, client: client).lightBlock(9)
        #expect(block.validators.validators == (0..<count).map(PagingTests.validator))
        // The header says that the next set is the same one: it is not fetched again.
        #expect(block.nextValidators == block.validators)
        #expect(server.questions.count == 1 + pages)
        await client.shutdown()
        server.stop()
    }

    @Test("a node that claims more validators than it shows is caught", arguments: [250, 20_000])
    func shortPages(total: Int) async throws {
        let server = try PagingTests.node(100, claiming: total)
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        let error = await #expect(throws: UpstreamError.self) { try await node.lightBlock(9) }
        #expect(error?.code == .refused || error?.code == .malformed)
        await client.shutdown()
        server.stop()
    }

    @Test("a page that is not full, before the last one, is one question and no more")
    func thinPages() async throws {
        let server = try LoopbackServer.node { question in
            guard question.method == "validators" else {
                var header = Header(chainID: "pages", height: 9, time: .epoch)
                header.validatorsHash = Digest.zero.bytes
                header.nextValidatorsHash = Digest.zero.bytes
                let commit = Commit(height: 9, round: 0, blockID: .zero, signatures: [])
                return question.answer(
                    RPCCommit(header: header, commit: commit, isCanonical: true))
            }
            return question.answer(
                RPCValidators(height: 9, validators: [PagingTests.validator(1)], total: 10_000))
        }
        let client = NodeClient()
        let node = CometBFTNode(url: server.url, client: client)
        let error = await #expect(throws: UpstreamError.self) { try await node.lightBlock(9) }
        #expect(error?.code == .malformed)
        #expect(server.questions.count == 2)
        await client.shutdown()
        server.stop()
    }
}
