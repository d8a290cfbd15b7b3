package import LightClients
import Wire

extension CometBFTNode {
    /// The most validators that a node puts on one page.
    private static let pageSize = 100
    /// The most headers of one answer to `blockchain`.
    private static let headersAtOnce: Int64 = 20

    package func lightBlock(
        _ height: Int64?, knowing known: [ValidatorSet]
    ) async throws(UpstreamError) -> UnverifiedLightBlock {
        let answer: RPCCommit = try await required(
            "commit", height.map { ["height": .integer($0)] } ?? [:])
        guard let header = answer.signedHeader?.header, let commit = answer.signedHeader?.commit
        else {
            throw UpstreamError(.notFound, "\(url): commit is empty; the node has no block yet")
        }
        guard Self.isHeight(header.height) else {
            throw malformed("commit", "is about height \(header.height)")
        }
        // Unknown parameters are ignored, and then the newest block comes.
        if let height, header.height != height {
            throw malformed("commit", "is about height \(header.height), not \(height)")
        }
        let validators = try await validators(of: header, known)
        return UnverifiedLightBlock(
            header: header, commit: commit, validators: validators,
            nextValidators: try await nextValidators(
                after: header, current: validators, known))
    }

    package func header(_ height: Int64) async throws(UpstreamError) -> Header {
        let answer: RPCHeader
        do {
            answer = try await required("header", ["height": .integer(height)])
        } catch  where error.complaint?.meaning == .unknownMethod {
            // CometBFT before 0.37 has headers only together with their commits.
            return try await lightBlock(height).header
        }
        guard let header = answer.header else {
            throw UpstreamError(.notFound, "\(url): there is no header \(height) yet")
        }
        guard header.height == height else {
            throw malformed("header", "is about height \(header.height), not \(height)")
        }
        return header
    }

    package func headers(
        from first: Int64, to last: Int64
    ) async throws(UpstreamError) -> [Header] {
        var found: [Header] = []
        var top = last
        while top >= first {
            let bottom = max(first, top - CometBFTNode.headersAtOnce + 1)
            let answer: RPCBlockchain = try await required(
                "blockchain", ["minHeight": .integer(bottom), "maxHeight": .integer(top)])
            guard answer.lastHeight >= top else {
                throw UpstreamError(
                    .notYet,
                    "\(url): header \(top) is not there, the newest is "
                        + "\(answer.lastHeight)")
            }
            for (meta, height) in zip(answer.metas, stride(from: top, through: bottom, by: -1)) {
                guard meta.header.height == height else {
                    throw malformed("blockchain", "has a gap at height \(height)")
                }
                found.append(meta.header)
            }
            guard found.last?.height == bottom else {
                throw UpstreamError(
                    .pruned, "\(url): header \(bottom) is no longer there; ask another node")
            }
            top = bottom - 1
        }
        return found.reversed()
    }

    private func validators(
        of header: Header, _ known: [ValidatorSet]
    ) async throws(UpstreamError) -> ValidatorSet {
        if let set = known.first(where: { $0.hash.bytes == header.validatorsHash }) { return set }
        return try await validators(header.height)
    }

    /// The validators of the next height; the same where the header says so.
    private func nextValidators(
        after header: Header, current: ValidatorSet, _ known: [ValidatorSet]
    ) async throws(UpstreamError) -> ValidatorSet? {
        guard header.nextValidatorsHash != header.validatorsHash else { return current }
        if let next = known.first(where: { $0.hash.bytes == header.nextValidatorsHash }) {
            return next
        }
        do {
            return try await validators(header.height + 1)
        } catch  where error.code == .notYet {
            // The node is a moment away from its next block; one step can do without.
            return nil
        }
    }

    /// All validators of a height, page by page.
    private func validators(_ height: Int64) async throws(UpstreamError) -> ValidatorSet {
        var found: [Validator] = []
        var page: Int64 = 1
        while true {
            let answer: RPCValidators = try await required(
                "validators",
                [
                    "height": .integer(height), "page": .integer(page),
                    "per_page": .integer(Int64(CometBFTNode.pageSize)),
                ])
            guard answer.height == height else {
                throw malformed("validators", "is about height \(answer.height), not \(height)")
            }
            guard (1...Int64(ValidatorSet.maximumCount)).contains(answer.total) else {
                throw malformed("validators", "tells of \(answer.total) validators")
            }
            // Every page but the last is full: else a few validators could be a thousand questions.
            let missing = Int(answer.total) - found.count
            guard missing > 0, answer.validators.count == min(CometBFTNode.pageSize, missing) else {
                throw malformed(
                    "validators", "has \(answer.validators.count) of them on page \(page)")
            }
            found += answer.validators
            // Exactly one full page has no second one; to ask for it is an error.
            if found.count == answer.total { break }
            page += 1
        }
        return ValidatorSet(validators: found)
    }
}
