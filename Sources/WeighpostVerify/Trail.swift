package import LightClients
package import Wire

/// Verified headers from an anchor to the header that a receipt ends with.
package enum Trail {
    /// The fewest of these headers that still prove the last from the first.
    ///
    /// Headers are in ascending order, the anchor first. A step is left out where enough of the
    /// validators that were trusted before signed further on; so a receipt stays small though the
    /// box went through every block. The result is what `Receipt.init(of:in:…)` takes.
    package static func shortened(
        _ headers: [VerifiedHeader], options: TrustOptions, now: Timestamp,
        checker: SignatureChecker = .oneByOne
    ) -> [VerifiedHeader] {
        guard var place = headers.indices.first else { return [] }
        var trail = [headers[place]]
        while place < headers.count - 1 {
            // The next one stays where nothing beyond it can be reached.
            let reach =
                headers.indices.dropFirst(place + 2).last { further in
                    isProven(headers[further], from: headers[place], options, now, checker)
                } ?? place + 1
            trail.append(headers[reach])
            place = reach
        }
        return trail
    }

    private static func isProven(
        _ header: VerifiedHeader, from trusted: VerifiedHeader, _ options: TrustOptions,
        _ now: Timestamp, _ checker: SignatureChecker
    ) -> Bool {
        guard let commit = header.commit, let validators = header.validators else { return false }
        let block = UnverifiedLightBlock(
            header: header.header, commit: commit, validators: validators,
            nextValidators: header.nextValidators)
        guard
            case .verified = Verifier.verify(
                block, trusted: trusted, options: options, now: now, checker: checker)
        else { return false }
        return true
    }
}
