import DeviceMaps
import Documents
import Testing
import YAML

@Suite("What a map may tell a device to do")
struct DeviceCommandTests {
    private func map(maker: String = "Flintec", _ commands: String) throws -> DeviceMap {
        let text = """
            map: 1
            version: 1
            maker: \(maker)
            model: T
            grade: 1
            source: a test
            address_base: 0
            register: holding
            byte_order: ABCD
            forbidden: [{ from: 5, to: 6, reason: tare }]
            values:
              - { name: weight, address: 0, type: int32 }
              - { name: state, address: 2, type: uint16 }
              - { name: echo, address: 3, type: uint16 }
            weighing: { weight: weight, status: state }
            status: { stable: { bit: 0, when: 1 } }
            commands:
            \(commands)
            """
        return try DeviceMap(parsing: YAML.parse([UInt8](text.utf8), file: "t.yaml"), bytes: [])
    }

    private func complaint(maker: String = "Flintec", _ commands: String) -> String {
        let error = #expect(throws: DocumentError.self) { try map(maker: maker, commands) }
        return error?.description ?? ""
    }

    private func write(_ what: String) -> String {
        "  - { name: c, steps: [{ write: { \(what) } }] }"
    }

    @Test("what the map forbids is not written either")
    func forbidden() {
        #expect(complaint(write("address: 5, value: 1")).contains("forbids holding 5"))
    }

    @Test(
        "calibration, restarts and keypads cannot be written by any map",
        arguments: [
            ("Flintec", 9, 188), ("Flintec", 29, 1), ("Baykon", 13, 1), ("PT Ltd", 30, 1),
            ("Mettler Toledo", 997, 1), ("Mettler Toledo", 990, 2), ("Mettler Toledo", 1025, 220),
            ("HBK", 0, 0x80), ("HBK", 0, 0x180), ("HBK", 48, 1), ("Siemens", 910, 82),
            ("Siemens", 4002, 1), ("Dingsong", 211, 1), ("Dini Argeo", 0, 0x22),
            ("Rice Lake", 3, 254), ("Pavone", 7, 0x7FFF),
        ])
    func denied(maker: String, address: Int, value: Int) {
        #expect(
            complaint(maker: maker, write("address: \(address), value: \(value)"))
                .contains("no map may write"))
    }

    @Test("inputs cannot be written, a coil is on or off, and a step is one thing")
    func senseless() {
        #expect(complaint(write("register: input, address: 8, value: 1")).contains("cannot be"))
        #expect(complaint(write("register: coil, address: 8, value: 2")).contains("0 or 1"))
        let both =
            "  - { name: c, steps: [{ write: { address: 8, value: 1 }, check: { bit: 0, when: 1 } }] }"
        #expect(complaint(both).contains("write"))
        #expect(complaint("  - { name: c, steps: [] }").contains("has steps"))
    }

    @Test("a handshake may be a bit, several bits, or the echo of a number")
    func conditions() throws {
        let map = try map(
            """
              - name: store
                steps:
                  - write: { address: 8, value: 7, function: 16 }
                  - until: { value: echo, is: 7 }
                  - check: [{ of: state, bit: 1, when: 0 }, { of: echo, bit: 0, when: 1 }]
            alibi: { store: store, number: echo }
            select: store
            audit: [{ name: counter, value: echo, means: calibrations }]
            """)
        let alibi = try #require(map.alibi)
        #expect(map.select == alibi.store)
        guard case .write(let write) = alibi.store.steps[0],
            case .until(let echo) = alibi.store.steps[1],
            case .check(let bits) = alibi.store.steps[2]
        else { throw DocumentError(DocumentPlace(file: "", line: 0, column: 0), "other steps") }
        #expect(write.isMultiple && write.words == [7])
        #expect(echo.holds(in: RegisterAnswer(to: echo.request, words: [7])))
        #expect(!echo.holds(in: RegisterAnswer(to: echo.request, words: [6])))
        #expect(bits.holds(in: RegisterAnswer(to: bits.request, words: [0, 1])))
        #expect(!bits.holds(in: RegisterAnswer(to: bits.request, words: [2, 1])))
        #expect(!bits.holds(in: RegisterAnswer(to: bits.request, words: [0, 0])))
        let answer = RegisterAnswer(to: try #require(map.auditRequests.first), words: [12])
        #expect(map.audit.first?.number(in: [answer]) == 12)
    }
}
