import Glibc
import JournalStore
import SystemService

/// Looks whether a gateway that would begin a journal has one already, in a folder nearby.
///
/// A second journal begins at entry 1 again: the ledger takes that for a fork (code 17) and keeps it as
/// evidence for good. The box sees the folders that its service manager gave it, and those beside
/// the one that the configuration names; what lies elsewhere, only the ledger knows.
struct FormerJournal {
    let gateway: String
    /// The folder of the configuration.
    let state: String
    /// The folders of the service manager, `STATE_DIRECTORY` of systemd.exec(5).
    let given: [String]

    init(gateway: String, state: String, environment: [String: String]) {
        (self.gateway, self.state) = (gateway, state)
        given = environment["STATE_DIRECTORY"]?.split(separator: ":").map { String($0) } ?? []
    }

    /// Throws `GatewayError` where the state folder has no journal and another one has this gateway's.
    func check() throws(GatewayError) {
        guard !Self.hasJournal(state) else { return }
        let own = Self.place(of: state)
        for folder in candidates where Self.hasJournal(folder) && Self.place(of: folder) != own {
            guard let entries = Self.entries(in: folder, of: gateway), entries > 0 else { continue }
            throw GatewayError(
                .otherJournal,
                "\(state) has no journal, and \(folder) has the one of gateway '\(gateway)' with "
                    + "\(entries) entries; a second one would be a fork for good: put 'state:' back, "
                    + "move the journal here, or begin anew under another 'gateway: id:'")
        }
    }

    /// The folders of the service manager, the state folder, the one around it, and what lies in them.
    private var candidates: [String] {
        let around = state.lastIndex(of: "/").map { String(state[..<$0]) } ?? "."
        return (given + [around.isEmpty ? "/" : around, state]).flatMap {
            [$0] + Self.folders(in: $0)
        }
    }

    private static func hasJournal(_ folder: String) -> Bool {
        access("\(folder)/journal.sqlite", F_OK) == 0
    }

    /// The folder by device and inode, however its path is written; nil where there is none.
    private static func place(of folder: String) -> [UInt64]? {
        var found = stat()
        guard stat(folder, &found) == 0 else { return nil }
        return [UInt64(found.st_dev), UInt64(found.st_ino)]
    }

    /// How many entries of a gateway a folder's journal has; nil where it is another's.
    private static func entries(in folder: String, of gateway: String) -> UInt64? {
        // One that cannot be read, or is damaged, says nothing: its owner is not known.
        guard let reader = try? JournalReader(folder), (try? reader.gateway()) == gateway else {
            return nil
        }
        return try? reader.lastEntry()
    }

    private static func folders(in folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append("\(folder)/\(name)") }
        }
        return names.sorted()
    }
}
