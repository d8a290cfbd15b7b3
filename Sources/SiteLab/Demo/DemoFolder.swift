import Foundation

/// Where everything of one demo lies.
struct DemoFolder: Sendable {
    let path: String

    var keys: String { file("keys") }
    var publicKey: String { file("keys/signing.pub") }
    var journal: String { file("journal") }
    var logs: String { file("logs") }
    var records: String { file("records") }
    var configuration: String { file("weighpost.yaml") }

    /// Makes the folder and those in it; a folder that somebody names must be new or empty.
    init(_ wished: String?) throws(DemoTrouble) {
        let files = FileManager.default
        let fresh = files.temporaryDirectory.appending(
            path: "weighpost-demo-\(UUID().uuidString.prefix(8).lowercased())"
        ).path()
        path = wished.map { URL(filePath: $0).standardizedFileURL.path() } ?? fresh
        do {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard try files.contentsOfDirectory(atPath: path).isEmpty else {
                throw DemoTrouble("\(path) is not empty; name a new folder with --dir")
            }
            for folder in [keys, journal, logs, records] {
                try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        } catch let trouble as DemoTrouble {
            throw trouble
        } catch {
            throw DemoTrouble("\(path) cannot be made: \(error.localizedDescription)")
        }
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func log(_ name: String) -> String { "\(logs)/\(name).log" }

    func write(_ text: String, to name: String) throws(DemoTrouble) {
        do {
            try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        } catch {
            throw DemoTrouble("\(file(name)) cannot be written: \(error.localizedDescription)")
        }
    }

    func bytes(of name: String) throws(DemoTrouble) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file(name)) else {
            throw DemoTrouble("\(file(name)) cannot be read")
        }
        return Array(data)
    }

    func write(_ bytes: [UInt8], to name: String) throws(DemoTrouble) {
        guard FileManager.default.createFile(atPath: file(name), contents: Data(bytes)) else {
            throw DemoTrouble("\(file(name)) cannot be written")
        }
    }

    func remove() {
        // What cannot be removed stays in the temporary folder, which the system empties.
        try? FileManager.default.removeItem(atPath: path)
    }
}
