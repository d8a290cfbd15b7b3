import Glibc

/// The pages of the program's own file that are mapped into this process and hold nothing of its
/// own: code and tables.
package struct FilePages: Hashable, Sendable {
    /// A run of addresses.
    package struct Mapping: Hashable, Sendable {
        package let start: UInt
        /// In bytes, whole pages.
        package let length: UInt
    }

    /// The mappings that can be let go of without losing anything.
    package let mappings: [Mapping]

    /// More is no list of a process of ours.
    private static let longestList = 1 << 20

    /// The mappings of this process; none where `/proc` is hidden.
    package static func read(from directory: String = "/proc/self") -> FilePages {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink(directory + "/exe", &path, Int(PATH_MAX))
        let program = String(
            decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return FilePages(
            KernelFile.text(of: directory + "/smaps", atMost: longestList) ?? "", of: program)
    }

    /// Reads a list as `/proc/PID/smaps` has it (proc(5)).
    ///
    /// A mapping counts when it stands for the program's file, cannot be written to, and has no page
    /// that was changed, in memory or in swap: what the linker had to write in is this process's own.
    /// Libraries come and go while others look, the program's file stays where it is.
    init(_ smaps: String, of program: String) {
        var (found, current): ([Mapping], Mapping?) = ([], nil)
        for line in smaps.split(separator: "\n") {
            if let heading = Self.heading(line) {
                current = heading.path == program ? heading.mapping : nil
            } else if line.hasPrefix("Anonymous:"), Self.kilobytes(line) != 0 {
                current = nil
            } else if line.hasPrefix("Swap:") {
                if let current, Self.kilobytes(line) == 0 { found.append(current) }
                current = nil
            }
        }
        mappings = found
    }

    private static func kilobytes(_ line: Substring) -> Int? {
        let words = line.split(separator: " ")
        return words.count == 3 && words[2] == "kB" ? Int(words[1]) : nil
    }

    /// Lets go of them: what is used again is mapped again, mostly from the system's cache.
    ///
    /// A start touches most of a program once, and what is touched stays mapped for as long as the
    /// process runs. `madvise(2)`: pages of a file that nobody changed come back as they were.
    package func letGo() {
        for mapping in mappings {
            guard let start = UnsafeMutableRawPointer(bitPattern: mapping.start) else { continue }
            // Advice only: a kernel that does not take it leaves the pages where they are.
            _ = unsafe madvise(start, Int(mapping.length), Int32(MADV_DONTNEED))
        }
    }

    /// `START-END PERMISSIONS OFFSET DEVICE INODE PATH`; nil for any other line, and no path for what
    /// may be written to or shared.
    private static func heading(
        _ line: Substring
    ) -> (mapping: Mapping, path: String?)? {
        let words = line.split(separator: " ", maxSplits: 5)
        guard words.count >= 5, words[1].utf8.count == 4 else { return nil }
        let ends = words[0].split(separator: "-").map { UInt($0, radix: 16) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else {
            return nil
        }
        let isReadOnly = words[1].hasPrefix("r-") && words[1].hasSuffix("p")
        let path = words.count == 6 ? words[5].drop { $0 == " " } : ""
        return (
            Mapping(start: start, length: end - start),
            isReadOnly && path.hasPrefix("/") ? String(path) : nil
        )
    }
}
