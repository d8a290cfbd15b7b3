import Foundation

/// Where the demo's programs and files are on this machine.
enum DemoPrograms {
    /// The broker; `/usr/sbin` is in nobody's search path but root's.
    static func broker() throws(DemoTrouble) -> String {
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
                String($0)
            } + ["/usr/sbin", "/usr/local/sbin", "/usr/bin"]
        let found = folders.map { "\($0)/mosquitto" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            throw DemoTrouble("mosquitto is not installed; 'apt install mosquitto' brings it")
        }
        return found
    }

    /// The device maps: installed beside the program, or in the source tree it was built in.
    static func devices(beside program: String) throws(DemoTrouble) -> String {
        var folder = URL(filePath: program).deletingLastPathComponent()
        var candidates = [folder.appending(path: "../share/weighpost/Devices")]
        while folder.path().count > 1 {
            candidates.append(folder.appending(path: "Devices"))
            folder.deleteLastPathComponent()
        }
        candidates.append(URL(filePath: "Devices"))
        let found = candidates.map { $0.standardizedFileURL.path() }
            .first { FileManager.default.fileExists(atPath: "\($0)/flintec/ft-10.yaml") }
        guard let found else {
            throw DemoTrouble("the device maps are not here; run the demo in the source tree")
        }
        return found.hasSuffix("/") ? String(found.dropLast()) : found
    }

    /// Runs a program to its end: its exit status and its lines.
    static func finish(
        _ name: String, _ words: [String], log: String
    ) async throws(DemoTrouble) -> (status: Int32, lines: [String]) {
        let (news, teller) = AsyncStream<ChildProcess.News>.makeStream()
        let child = try ChildProcess(name, words, log: log) { teller.yield($0) }
        defer { teller.finish() }
        var lines: [String] = []
        for await one in news {
            switch one {
            case .line(let line): lines.append(line)
            case .ended(let status): return (status, lines)
            }
        }
        // Only a cancelled demo stops listening early.
        await child.stop()
        throw DemoTrouble("\(name) was not waited for")
    }

    /// The end of a log.
    static func lastWords(in log: String) -> String {
        guard let data = FileManager.default.contents(atPath: log) else { return "none" }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return lines.suffix(3).map { LabEvent(json: String($0))?.text ?? String($0) }
            .joined(separator: " | ")
    }
}
