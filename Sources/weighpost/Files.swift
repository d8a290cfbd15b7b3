import ArgumentParser
import Glibc

/// Whole files, in and out.
enum Files {
    /// No file that is verified here is larger.
    private static let largest = 16 << 20

    /// A file's bytes; ends the program with 65 when it cannot be read at all.
    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw Exit.failing(Exit.unreadable, "cannot read \(path): \(reason())")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { break }
            bytes += buffer[..<count]
            guard bytes.count <= largest else {
                throw Exit.failing(Exit.unreadable, "\(path) is larger than anything of ours")
            }
        }
        guard ferror(file) == 0 else {
            throw Exit.failing(Exit.unreadable, "cannot read \(path): \(reason())")
        }
        return bytes
    }

    /// Writes a new file; ends the program with 73 when it cannot be made.
    static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "wbx") else {
            throw Exit.failing(Exit.cannotCreate, "cannot create \(path): \(reason())")
        }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else {
            throw Exit.failing(Exit.cannotCreate, "cannot write \(path): \(reason())")
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
