import Glibc

/// A small file in which the kernel tells something, `/proc` above all.
enum KernelFile {
    /// The file's text, at most so many bytes of it; nil where it is hidden.
    static func text(of path: String, atMost limit: Int) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
