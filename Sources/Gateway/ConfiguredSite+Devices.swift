import DeviceMaps
import DeviceReaders
import Intake

// How the devices of another configuration take the place of the former ones.

extension ConfiguredSite {
    /// How long the scale of another configuration may take to answer before it counts: at another
    /// address, where the old one is read meanwhile, and at the same one, where nobody is.
    private static let patience = (elsewhere: Duration.seconds(5), inPlace: Duration.seconds(2))
    /// A scale that answered within this time, in milliseconds, is there.
    private static let recently: Int64 = 3000

    /// Puts the new devices on the stage and waits for the scale's first answer; nil, or why not.
    ///
    /// At another address it is tried while the old one goes on; at the same one, the old one has to
    /// leave the line first, and comes back where the new one is not answered.
    func begin(_ change: FieldChange, _ next: Configuration) async -> String? {
        let now = box.clock.monotonic()
        let wasThere = field.contains { part in
            part.feed.heard.map { now.milliseconds(since: $0) < Self.recently } ?? false
        }
        for part in change.stopped { await part.run.stop() }
        for part in change.coming { stage.yield(part.run) }
        guard let scale = change.newScale, wasThere else { return nil }
        let isInPlace = change.stopped.contains(where: \.devices.hasScale)
        let patience = isInPlace ? Self.patience.inPlace : Self.patience.elsewhere
        if await answers(scale.feed, within: patience) { return nil }
        await undo(change)
        return "the scale answers as it is configured now, and not as \(next.scale.place) with "
            + "\(next.scale.map.title); the old configuration goes on"
    }

    /// Takes the new devices off the stage, and has those that made room come back.
    func undo(_ change: FieldChange) async {
        for part in change.coming { await part.run.stop() }
        for part in change.stopped {
            let again = box.field(part.devices, into: inputs)
            for place in field.indices where field[place].devices == part.devices {
                field[place] = again
            }
            stage.yield(again.run)
            again.feed.open()
        }
        // Readers of the same place: what the desk asks has to ask them.
        if !change.stopped.isEmpty { inputs.yield(.settings(settings)) }
    }

    func finish(_ change: FieldChange) async {
        let stopped = change.stopped.map(\.devices)
        for part in change.leaving where !stopped.contains(part.devices) { await part.run.stop() }
        box.board.forget("sensors.lost", of: change.leaving.flatMap(\.devices.sensorUnits))
        field = change.next
    }

    private func answers(_ feed: FieldFeed, within patience: Duration) async -> Bool {
        let end = box.clock.monotonic().advanced(
            milliseconds: Int64(patience / .milliseconds(1)))
        while box.clock.monotonic() < end {
            if feed.heard != nil { return true }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return false }
        }
        return feed.heard != nil
    }
}
