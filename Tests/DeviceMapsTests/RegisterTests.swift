import Testing

@testable import DeviceMaps

@Suite("Addresses and requests")
struct RegisterTests {
    @Test(
        "an address is found from the manual's way of writing it",
        arguments: [
            ("40006", AddressBase.modicon, RegisterTable.holding, 5),
            ("400006", .modicon, .holding, 5), ("30001", .modicon, .input, 0),
            ("40_006", .modicon, .holding, 5), ("465536", .modicon, .holding, 65_535),
            ("5", .zero, .holding, 5), ("0x1F", .zero, .holding, 31), ("6", .one, .input, 5),
        ] as [(String, AddressBase, RegisterTable, UInt16)])
    func addresses(text: String, base: AddressBase, table: RegisterTable, wire: UInt16) throws {
        #expect(try RegisterAddress.wire(text, base: base, table: table) == wire)
    }

    @Test(
        "a doubtful address is refused",
        arguments: [
            ("30001", AddressBase.modicon, "did you mean \"register: input\"?"),
            ("6", .modicon, "is address_base right?"), ("40000", .modicon, "outside"),
            ("0x9C41", .modicon, "decimal"), ("0", .one, "outside"), ("65536", .zero, "outside"),
            ("-1", .zero, "not an address"), ("10.5", .zero, "not an address"),
            ("", .zero, "not an address"),
        ])
    func refused(text: String, base: AddressBase, complaint: String) throws {
        let error = try #require(throws: Complaint.self) {
            try RegisterAddress.wire(text, base: base, table: .holding)
        }
        #expect(error.message.contains(complaint))
    }

    private func plan(
        _ spans: [ClosedRange<Int>], forbidden: [ClosedRange<Int>] = [], most: Int = 125,
        gap: Int = 0
    ) throws(RegisterPlanError) -> [ClosedRange<Int>] {
        try RegisterPlan(
            reading: spans.map { RegisterSpan(.holding, $0) },
            forbidden: forbidden.map { RegisterSpan(.holding, $0) },
            limits: RegisterLimits(maxRegisters: most, maxGap: gap)
        ).requests.map(\.span.addresses)
    }

    @Test("neighbours are read together, in whatever order they were named")
    func merging() throws {
        #expect(try plan([5...6, 0...1, 2...2, 3...4]) == [0...6])
    }

    @Test("a gap is read across only as far as the map allows")
    func gaps() throws {
        #expect(try plan([0...1, 4...5]) == [0...1, 4...5])
        #expect(try plan([0...1, 4...5], gap: 2) == [0...5])
    }

    @Test("a value is not split where a request is full")
    func limits() throws {
        #expect(try plan([0...1, 2...3, 4...5], most: 5) == [0...3, 4...5])
        #expect(throws: RegisterPlanError.tooLong(RegisterSpan(.holding, 0...5), limit: 5)) {
            try plan([0...5], most: 5)
        }
    }

    @Test("a forbidden register is in no request, not even inside a gap")
    func forbidden() throws {
        #expect(throws: RegisterPlanError.forbidden(RegisterSpan(.holding, 28...29))) {
            try plan([28...29], forbidden: [29...32])
        }
        #expect(try plan([27...28, 33...34], forbidden: [29...32], gap: 10) == [27...28, 33...34])
    }

    @Test("holding and input registers are never one request")
    func tables() throws {
        let plan = try RegisterPlan(
            reading: [RegisterSpan(.holding, 0...1), RegisterSpan(.input, 2...3)], forbidden: [],
            limits: RegisterLimits())
        #expect(plan.requests.map(\.table) == [.holding, .input])
    }
}
