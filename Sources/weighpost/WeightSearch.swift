import ArgumentParser
import DeviceMaps
import DeviceReaders
import Gateway
import Modbus

/// Finds the registers that hold the weight on the display, with as many loads as it takes.
struct WeightSearch {
    let probe: DeviceProbe
    let map: DeviceMap?
    let registers: Int
    let draft: String?

    /// After so many loads what is still open stays open.
    private static let mostLoads = 6

    func run(first: ExactDecimal) async throws {
        var samples = [try await sample(first)]
        var found = DecodingSearch(samples).ranked()
        show(found)
        while found.count > 1 || !DecodingSearch(samples).isTelling, !found.isEmpty,
            samples.count < Self.mostLoads
        {
            Output.line(
                "Put another load on, best one above 65,535 counts, and type what the display "
                    + "shows (an empty line ends):")
            guard let line = readLine(), !line.isEmpty else { break }
            guard let shown = ExactDecimal(line) else {
                Output.line("'\(line)' is no number; type it as the display writes it: 12480")
                continue
            }
            samples.append(try await sample(shown))
            found = DecodingSearch(samples).ranked()
            show(found)
        }
        guard let best = found.first(where: { isAsMapped($0) }) ?? found.first else {
            throw Exit.failing(
                Exit.refuted,
                "none of the registers looked at holds that number: was the load at rest, is the "
                    + "display's net the weight, does the device answer at another unit number?")
        }
        conclude(best, isCertain: found.count == 1 && DecodingSearch(samples).isTelling)
        if let draft { try write(best, to: draft) }
    }

    private func sample(_ shown: ExactDecimal) async throws -> DecodingSearch.Sample {
        do {
            var answers: [RegisterAnswer] = []
            for table in [RegisterTable.holding, .input] {
                let spans = spans(of: table)
                guard !spans.isEmpty else { continue }
                let plan = try RegisterPlan(
                    reading: spans, forbidden: map?.forbidden ?? [],
                    limits: map?.limits ?? RegisterLimits())
                answers += try await readable(plan)
            }
            return DecodingSearch.Sample(answers: answers, shown: shown)
        } catch let error as ModbusError {
            throw Exit.failing(Exit.unavailable, error.message)
        } catch let error as RegisterPlanError {
            throw Exit.failing(Exit.refuted, "\(error); look at fewer with --registers")
        }
    }

    /// A device that lacks a whole table says that it does not know the function.
    private func readable(_ plan: RegisterPlan) async throws(ModbusError) -> [RegisterAnswer] {
        do throws(ModbusError) {
            return try await probe.readable(plan)
        } catch {
            guard error.code == .exception(1) else { throw error }
            return []
        }
    }

    /// The first registers of a table, or those around the map's weight; none that is forbidden.
    private func spans(of table: RegisterTable) -> [RegisterSpan] {
        let middle = map?.weight.span.addresses.lowerBound ?? 0
        let low = max(0, middle - registers / 2)
        return (low..<min(65_536, low + registers)).map { RegisterSpan(table, $0...$0) }
            .filter { span in !(map?.forbidden ?? []).contains { $0.touches(span) } }
    }

    private func show(_ found: [WeightDecoding]) {
        Output.line("\(found.count) ways to read that number here:")
        for decoding in found.prefix(8) { Output.line("  \(decoding)") }
        if found.count > 8 { Output.line("  …") }
    }

    private func conclude(_ best: WeightDecoding, isCertain: Bool) {
        Output.line(
            (isCertain ? "The weight is in " : "The likeliest, but more loads would tell: ")
                + "\(best)")
        guard let map else { return }
        let causes = best.causes(insteadOf: map, exponent: nil)
        Output.line(
            causes.isEmpty
                ? "That is how \(map.title)'s map reads it."
                : "\(map.title)'s map reads it otherwise:")
        for cause in causes { Output.line("  \(cause)") }
    }

    private func isAsMapped(_ decoding: WeightDecoding) -> Bool {
        map.map { decoding.causes(insteadOf: $0, exponent: nil).isEmpty } ?? false
    }

    private func write(_ best: WeightDecoding, to path: String) throws {
        let draft = MapDraft(
            maker: map?.maker ?? "TODO", model: map?.model ?? "TODO", weight: best)
        try Files.write([UInt8](draft.map.utf8), to: path)
        let replay = MapFile.beside(path, "replay")
        try Files.write([UInt8](draft.replay.utf8), to: replay)
        Output.line("wrote \(path) and \(replay)")
    }
}
