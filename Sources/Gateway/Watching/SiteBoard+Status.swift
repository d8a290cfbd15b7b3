// What the service manager shows of the agent.

extension SiteBoard.View {
    /// One line: the worst that lasts, and how much more there is.
    ///
    /// An error is told before every warning, and of two the older: what came after may come of it.
    func status(of site: String) -> String {
        let lasting = troubles.filter(\.code.lasts)
        guard let worst = lasting.first(where: \.code.isError) ?? lasting.first else {
            return "weighing for \(site)"
        }
        let others = lasting.count - 1
        return others > 0 ? "\(worst.text); and \(others) more" : worst.text
    }
}
