import Glibc
import SystemService
import TestKit
import Testing

@Suite("Whether what is printed goes to the system's log")
struct JournaldStreamTests {
    private func named(_ descriptor: Int32) throws -> [String: String] {
        var file = stat()
        try #require(fstat(descriptor, &file) == 0)
        return ["JOURNAL_STREAM": "\(file.st_dev):\(file.st_ino)"]
    }

    private func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        return descriptor
    }

    @Test("the descriptor itself has to be the stream; a child that prints elsewhere is no proof")
    func itself() throws {
        let folder = try TemporaryDirectory()
        let (one, other) = (try open(folder.file("one")), try open(folder.file("other")))
        defer {
            close(one)
            close(other)
        }
        let stream = try #require(JournaldStream(environment: try named(one)))
        #expect(stream.isBehind(one))
        #expect(!stream.isBehind(other))
        #expect(!stream.isBehind(-1))
    }

    @Test("standard output and standard error are both looked at")
    func standardStreams() throws {
        #expect(JournaldStream.isConnected(environment: try named(STDOUT_FILENO)))
        #expect(JournaldStream.isConnected(environment: try named(STDERR_FILENO)))
        let folder = try TemporaryDirectory()
        let file = try open(folder.file("elsewhere"))
        defer { close(file) }
        #expect(!JournaldStream.isConnected(environment: try named(file)))
    }

    @Test(
        "what is no device and inode is no stream",
        arguments: ["", ":", "8", "8:", ":8", "8:9:10", "a:b", "8,9", "-1:9", "8: 9"])
    func nonsense(text: String) {
        #expect(JournaldStream(environment: ["JOURNAL_STREAM": text]) == nil)
        #expect(!JournaldStream.isConnected(environment: ["JOURNAL_STREAM": text]))
    }

    @Test("without the variable the agent prints")
    func notSet() {
        #expect(!JournaldStream.isConnected(environment: [:]))
    }
}
