/// Waits until something is so; a test that waits for ever would tell nothing.
package func until(
    _ what: String, within seconds: Int = 60, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while try await !condition() {
        guard clock.now < end else {
            throw Trouble("after \(seconds) s it is not so that \(what)")
        }
        try await Task.sleep(for: .milliseconds(50))
    }
}
