// The figures of what the journal holds.

extension JournalStatus {
    var metrics: [MetricFamily] {
        [
            .counter(
                "weighpost_journal_entries_total", "Entries of the journal.", Double(entries)),
            .gauge(
                "weighpost_journal_last_entry_timestamp_seconds", "The time of the last entry.",
                SiteStatus.seconds(lastEntry)),
        ]
    }
}

extension DeliveryStatus {
    var metrics: [MetricFamily] {
        [
            .counter(
                "weighpost_delivery_delivered_entries_total",
                "Every entry up to this one has its receipt.", Double(deliveredThrough)),
            .gauge(
                "weighpost_delivery_waiting_entries", "Entries without a receipt.",
                Double(waiting)),
            .gauge(
                "weighpost_delivery_oldest_waiting_seconds",
                "How long the oldest of them has waited; 0 while none does.",
                Double(oldestWaitingSeconds ?? 0)),
            .gauge(
                "weighpost_delivery_batches_in_flight", "Batches that are signed and not proven.",
                Double(batchesInFlight)),
            .gauge(
                "weighpost_upstream_reachable", "Whether the node answers.",
                isReachable.map { $0 ? 1 : 0 }),
        ]
    }
}

extension TrustStatus {
    var metrics: [MetricFamily] {
        [
            .gauge(
                "weighpost_trust_anchor_height", "The height that trust began at.",
                Double(anchorHeight)),
            .gauge(
                "weighpost_trust_proven_height", "The newest verified height.",
                provenHeight.map { Double($0) }),
            .gauge(
                "weighpost_trust_proven_timestamp_seconds", "The time of that header.",
                SiteStatus.seconds(provenTime)),
            .gauge(
                "weighpost_trust_expiry_timestamp_seconds", "When trust in it ends.",
                SiteStatus.seconds(expires)),
            .states("weighpost_trust_state", "How trust is.", state),
            .gauge(
                "weighpost_trust_witnesses_agreeing", "Witnesses that confirmed that header.",
                Double(witnessesAgreeing)),
            .gauge(
                "weighpost_trust_witnesses_quorum", "How many operators have to.",
                Double(witnessesQuorum)),
        ]
    }
}
