import Wire

extension Receipt {
    /// The receipt as one file.
    package var bytes: [UInt8] {
        let own: [(CBOR, CBOR)] = [
            (1, .unsigned(Receipt.version)), (4, entryPath.cbor), (5, .bytes(result)),
            (6, resultPath.cbor),
        ]
        return CBOR.dictionary(own + frame.pairs).encoded()
    }

    /// Reads a receipt; anything but its one spelling is refused.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        do throws(CBORError) {
            var map = try CBORMapReader(try CBOR(decoding: bytes), of: "receipt")
            guard try map.uint(1, "version") == Receipt.version else {
                throw CBORError.invalid("a version that is not known here")
            }
            entryPath = try MerklePath(cbor: try map.required(4, "path of the entry"))
            result = try map.bytes(5, "result")
            resultPath = try MerklePath(cbor: try map.required(6, "path of the result"))
            frame = try ReceiptFrame(&map)
            try map.finish()
        } catch {
            throw EvidenceError("not a receipt", error)
        }
    }

    static func byteStrings(_ items: [CBOR]) throws(CBORError) -> [[UInt8]] {
        var strings: [[UInt8]] = []
        for item in items {
            guard let bytes = item.bytesValue else { throw .wrongType("a byte string") }
            strings.append(bytes)
        }
        return strings
    }
}

extension ReceiptFrame {
    /// The fields that every receipt has.
    var pairs: [(CBOR, CBOR)] {
        [
            (2, .text(chainID)), (3, .bytes(item.bytes)), (7, .array(steps.map(\.cbor))),
            (8, .array(validatorSets.map { .bytes($0) })), (9, .bytes(key)),
            (10, .array([.array(witnesses.map { .text($0) }), .bool(isContinuity)])),
            (11, .int(provenAt)),
        ]
    }

    init(_ map: inout CBORMapReader) throws(CBORError) {
        let chainID = try map.text(2, "chain id")
        let item = BatchItem(try map.bytes(3, "entry"))
        let items = try map.array(7, "headers")
        let sets = try Receipt.byteStrings(try map.array(8, "validator sets"))
        var steps: [Receipt.Step] = []
        for item in items { steps.append(try Receipt.Step(item, sets: sets.count)) }
        guard !steps.isEmpty else { throw CBORError.invalid("a receipt without headers") }
        // What nothing refers to is checked by nobody, so it has no place here.
        let used = Set(steps.flatMap { [$0.validators, $0.nextValidators] }.compactMap(\.self))
        guard used.count == sets.count, Set(sets).count == sets.count else {
            throw CBORError.invalid("validator sets that nothing refers to, or the same twice")
        }
        let key = try map.bytes(9, "gateway key")
        guard key.count == 32 else { throw CBORError.invalid("a key has 32 bytes") }
        let trust = try ReceiptFrame.trust(try map.array(10, "trust"))
        self.init(
            chainID: chainID, item: item, steps: steps, validatorSets: sets, key: key,
            witnesses: trust.witnesses, isContinuity: trust.isContinuity,
            provenAt: try map.int(11, "time of proof"))
    }

    private static func trust(
        _ parts: [CBOR]
    ) throws(CBORError) -> (witnesses: [String], isContinuity: Bool) {
        guard parts.count == 2, let items = parts[0].arrayValue,
            let isContinuity = parts[1].boolValue
        else { throw .wrongType("trust: [[* witness], continuity]") }
        var witnesses: [String] = []
        for item in items {
            guard let name = item.textValue else { throw .wrongType("witness: a text") }
            witnesses.append(name)
        }
        return (witnesses, isContinuity)
    }
}

extension Receipt.Step {
    fileprivate var cbor: CBOR {
        .array([
            .bytes(header), commit.map { .bytes($0) } ?? .null,
            validators.map { .int(Int64($0)) } ?? .null,
            nextValidators.map { .int(Int64($0)) } ?? .null,
        ])
    }

    fileprivate init(_ value: CBOR, sets: Int) throws(CBORError) {
        guard let parts = value.arrayValue, parts.count == 4, let header = parts[0].bytesValue,
            parts[1].isNull || parts[1].bytesValue != nil
        else { throw .wrongType("header: [header, commit, validators, next validators]") }
        self.init(
            header: header, commit: parts[1].bytesValue,
            validators: try Self.place(parts[2], below: sets),
            nextValidators: try Self.place(parts[3], below: sets))
    }

    private static func place(_ value: CBOR, below count: Int) throws(CBORError) -> Int? {
        if value.isNull { return nil }
        guard let number = value.uint, number < UInt64(count) else {
            throw .invalid("a validator set that is not there")
        }
        return Int(number)
    }
}
