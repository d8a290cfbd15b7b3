/// Where the control server's answers come from.
///
/// The closures are called by many connections at once, and with every question: they should read
/// what is at hand, and ask no device and no node.
package struct ControlSources: Sendable {
    let status: @Sendable () async throws -> SiteStatus
    let glance: @Sendable () async -> SiteStatus
    let weighings: @Sendable (PageQuestion) async throws -> WeighingsPage
    let entries: @Sendable (PageQuestion) async throws -> EntriesPage
    let reload: @Sendable () async -> ReloadOutcome
    let standing: @Sendable () -> [String]
    let events: EventFeed

    /// What each address is answered from.
    ///
    /// - Parameters:
    ///   - status: the state now; it throws when as many look into the journal as may.
    ///   - glance: the state now but for what the journal holds; nobody waits for it.
    ///   - weighings: the weighings in progress.
    ///   - entries: a page of the journal.
    ///   - reload: reads the configuration again.
    ///   - standing: the agent's loops that stand still, in words; none while all is well.
    ///   - events: what happens.
    package init(
        status: @escaping @Sendable () async throws -> SiteStatus,
        glance: @escaping @Sendable () async -> SiteStatus,
        weighings: @escaping @Sendable (PageQuestion) async throws -> WeighingsPage,
        entries: @escaping @Sendable (PageQuestion) async throws -> EntriesPage,
        reload: @escaping @Sendable () async -> ReloadOutcome,
        standing: @escaping @Sendable () -> [String], events: EventFeed
    ) {
        (self.status, self.glance) = (status, glance)
        (self.weighings, self.entries) = (weighings, entries)
        (self.reload, self.standing, self.events) = (reload, standing, events)
    }
}

/// What came of reading the configuration again.
package enum ReloadOutcome: Hashable, Sendable {
    /// It is in force; what changed, in words.
    case done(String)
    /// It is wrong, and the old one holds; what is wrong, in words.
    case refused(String)
}
