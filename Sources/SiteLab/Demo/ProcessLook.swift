import Foundation
import Glibc

/// What a running program holds at one moment, as the system accounts it (proc(5)).
package struct ProcessLook: Sendable, Hashable {
    /// KiB that are resident, and those of them that belong to no file.
    package let resident: Int
    package let anonymous: Int
    package let threads: Int
    /// Open descriptors.
    package let descriptors: Int
    /// User and system time so far, in milliseconds.
    package let busy: Int

    /// Looks at a process; throws when there is none.
    package init(at process: Int32) throws(DemoTrouble) {
        let folder = "/proc/\(process)"
        let status = try Self.text("\(folder)/status")
        resident = try Self.number("VmRSS", in: status)
        anonymous = try Self.number("RssAnon", in: status)
        threads = try Self.number("Threads", in: status)
        do {
            descriptors = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count
        } catch {
            throw DemoTrouble("\(folder)/fd cannot be read: \(error.localizedDescription)")
        }
        // The name, in brackets, may hold blanks; field 3 follows it, and 14 and 15 are the times.
        let fields =
            try Self.text("\(folder)/stat").split(separator: ")").last?
            .split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
            throw DemoTrouble("\(folder)/stat has another shape than proc(5) says")
        }
        busy = (user + system) * 1000 / sysconf(Int32(_SC_CLK_TCK))
    }

    private static func text(_ path: String) throws(DemoTrouble) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw DemoTrouble("\(path) cannot be read: \(error.localizedDescription)")
        }
    }

    private static func number(_ name: String, in status: String) throws(DemoTrouble) -> Int {
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        let words = line?.dropFirst(name.count + 1).split(whereSeparator: \.isWhitespace) ?? []
        guard let word = words.first, let number = Int(word) else {
            throw DemoTrouble("the system does not tell \(name)")
        }
        return number
    }
}
