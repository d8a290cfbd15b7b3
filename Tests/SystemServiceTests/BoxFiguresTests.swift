import Foundation
import Glibc
import SystemService
import TestKit
import Testing

@Suite("What the box has left and what the agent takes of it")
struct BoxFiguresTests {
    @Test("free room is what a user without privileges may fill, never more than the whole")
    func diskSpace() throws {
        let folder = try TemporaryDirectory()
        let space = try #require(DiskSpace.read(at: folder.path))
        #expect(space.path == folder.path)
        #expect(space.total > 0 && (0...space.total).contains(space.free))
        #expect(DiskSpace.read(at: folder.file("not there")) == nil)
    }

    @Test("the agent knows its memory, its open files and its time on the processor")
    func process() throws {
        let figures = try #require(ProcessFigures.read())
        #expect(figures.resident > 1 << 20)
        #expect((1...figures.resident).contains(figures.anonymous))
        #expect(figures.openFiles >= 3)
        #expect(figures.processorTime > .zero)
        let later = try #require(ProcessFigures.read())
        #expect(later.processorTime >= figures.processorTime)
    }

    @Test("memory is counted in bytes and the list's own descriptor is no open file")
    func counted() throws {
        let folder = try TemporaryDirectory()
        try proc(
            in: folder, status: "Name:\tweighpost\nVmRSS:\t   29696 kB\nRssAnon:\t    2660 kB\n")
        let figures = try #require(ProcessFigures.read(from: folder.path))
        #expect(figures.resident == 29_696 * 1024)
        #expect(figures.anonymous == 2660 * 1024)
        // Four are listed; one of them is the descriptor that reads the list.
        #expect(figures.openFiles == 3)
    }

    @Test(
        "where /proc is hidden or tells it otherwise there are no figures, and no guess",
        arguments: [
            "", "VmRSS:\t1 kB\n", "RssAnon:\t1 kB\n", "VmRSS:\t1 MB\nRssAnon:\t1 kB\n",
            "VmRSS:\tx kB\nRssAnon:\t1 kB\n", "VmRSS:\nRssAnon:\n",
            "VmRSS:\t9223372036854775807 kB\nRssAnon:\t1 kB\n",
        ])
    func hidden(status: String) throws {
        let folder = try TemporaryDirectory()
        #expect(ProcessFigures.read(from: folder.path) == nil)
        try proc(in: folder, status: status)
        #expect(ProcessFigures.read(from: folder.path) == nil)
    }

    private func proc(in folder: TemporaryDirectory, status: String) throws {
        try Data(status.utf8).write(to: URL(fileURLWithPath: folder.file("status")))
        let list = folder.url.appendingPathComponent("fd")
        try FileManager.default.createDirectory(at: list, withIntermediateDirectories: false)
        for name in ["0", "1", "2", "3"] {
            try Data().write(to: list.appendingPathComponent(name))
        }
    }
}
