import Foundation
import Intake
import Modbus
import Synchronization

/// A weighbridge site that lives in this process.
///
/// A Flintec FT-10 on Modbus TCP, a camera and two sensors on the site's broker, and vehicles that
/// come and go.
/// The indicator is real to whoever connects: a real Modbus server on loopback answers what the
/// model shows at that moment.
package final class SiteSimulator: Sendable {
    /// The port the indicator listens on.
    package let modbusPort: UInt16

    private let settings: SiteLabSettings
    private let report: @Sendable (SiteEvent) -> Void
    private let server: ModbusServer
    private let face: IndicatorFace

    /// Puts the indicator on the network; vehicles come when it runs.
    ///
    /// `report` is called in the order of events, from the task that runs the site.
    package init(
        settings: SiteLabSettings, report: @escaping @Sendable (SiteEvent) -> Void = { _ in }
    ) throws {
        (self.settings, self.report) = (settings, report)
        let face = IndicatorFace(registers: SiteModel(settings).indicator.registers)
        self.face = face
        server = try ModbusServer(port: settings.modbusPort, units: [settings.unit]) {
            face.answer(to: $0)
        }
        modbusPort = server.port
    }

    /// Runs the site in real time; call it once.
    ///
    /// It ends when every vehicle was weighed full and empty and left, or, when the site stays
    /// open, when it is cancelled. The indicator leaves the network then.
    package func run() async throws {
        defer { server.stop() }
        let publisher = try SitePublisher(settings)
        defer { publisher?.stop() }
        var model = SiteModel(settings)
        let clock = ContinuousClock()
        let start = clock.now
        var steps = 0
        while settings.staysOpen || !model.isOver {
            // Steps are counted from the start, so a late wake-up is made up for and nothing drifts.
            steps += 1
            try await clock.sleep(until: start + .seconds(SiteModel.step) * steps)
            model.setProgramming(face.isProgramming)
            for event in model.advance() {
                try publisher?.publish(event)
                report(event)
            }
            face.show(model.indicator.registers)
        }
    }

    /// The scale stops answering, as with its cable pulled, or answers again.
    package func setScaleAway(_ isAway: Bool) {
        face.setAway(isAway)
    }

    /// Somebody enters or leaves the indicator's programming menu.
    package func setProgramming(_ isProgramming: Bool) {
        face.setProgramming(isProgramming)
    }
}

/// What the indicator shows the network: the one thing the server's thread and the site share.
private final class IndicatorFace: Sendable {
    private struct State {
        var registers: [UInt16]
        var isAway = false
        var isProgramming = false
    }

    private let state: Mutex<State>

    init(registers: [UInt16]) {
        state = Mutex(State(registers: registers))
    }

    var isProgramming: Bool { state.withLock { $0.isProgramming } }

    func show(_ registers: [UInt16]) {
        state.withLock { $0.registers = registers }
    }

    func setAway(_ isAway: Bool) {
        state.withLock { $0.isAway = isAway }
    }

    func setProgramming(_ isProgramming: Bool) {
        state.withLock { $0.isProgramming = isProgramming }
    }

    /// The FT-10 knows functions 3 and 16; this one is only read.
    func answer(to request: ModbusRequest) -> ModbusAnswer {
        state.withLock { state in
            guard !state.isAway else { return .silence }
            guard request.function == .readHoldingRegisters else { return .exception(1) }
            let first = Int(request.address)
            guard first + request.count <= state.registers.count else { return .exception(2) }
            return .registers(Array(state.registers[first..<first + request.count]))
        }
    }
}
