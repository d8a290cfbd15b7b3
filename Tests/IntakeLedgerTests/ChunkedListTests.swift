import TestKit
import Testing
import Wire

@testable import IntakeLedger

@Suite("A list whose chunks copies share")
struct ChunkedListTests {
    private static func digest(_ number: Int) -> Digest { .of([UInt8]("\(number)".utf8)) }

    @Test("a list is what an array would be, and its copies stay as they were")
    func likeAnArray() {
        var (list, array): (ChunkedList<Digest>, [Digest]) = (ChunkedList<Digest>(), [])
        var copies: [(ChunkedList<Digest>, [Digest])] = []
        for number in 0..<(3 * ChunkedList<Digest>.chunkSize + 5) {
            #expect(list.last == array.last && list.count == array.count)
            if number.isMultiple(of: 500) || number.isMultiple(of: ChunkedList<Digest>.chunkSize) {
                copies.append((list, array))
            }
            list.append(Self.digest(number))
            array.append(Self.digest(number))
        }
        for (list, array) in copies + [(list, array)] {
            #expect(list.count == array.count)
            #expect(array.indices.allSatisfy { list[$0] == array[$0] })
            let chunks = (0...list.count / ChunkedList<Digest>.chunkSize).flatMap { list.chunk($0) }
            #expect(chunks == array)
        }
    }

    @Test("a place beyond the end is a mistake of ours and stops the program")
    func beyond() async {
        await #expect(processExitsWith: .failure) {
            var list = ChunkedList<Digest>()
            list.append(.zero)
            _ = list[1]
        }
    }
}
