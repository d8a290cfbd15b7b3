import Wire

extension ProtobufField {
    /// A text, repaired with U+FFFD where it is not UTF-8.
    ///
    /// The node checks no text it passes on: `/abci_query?path=0xff` reaches the application as
    /// that one byte. To refuse it would end the connection, and with it the node, for anybody.
    func text() throws(ProtobufError) -> String {
        String(decoding: try bytes(), as: UTF8.self)
    }

    /// A moment.
    func time() throws(ProtobufError) -> Timestamp {
        try Timestamp(protobuf: try bytes())
    }

    /// A sub-message.
    func message<Message: ABCIMessage>() throws(ProtobufError) -> Message {
        try Message(decoding: try bytes())
    }

    /// A sub-message that is always there: fields that came earlier stay.
    func merge<Message: ABCIMessage>(into message: inout Message) throws(ProtobufError) {
        try message.merge(try bytes())
    }

    /// A sub-message that may be absent.
    func merge<Message: ABCIMessage>(into message: inout Message?) throws(ProtobufError) {
        var whole = message ?? Message()
        try whole.merge(try bytes())
        message = whole
    }

    /// A number of an open enumeration.
    func choice<Choice: RawRepresentable<Int32>>() throws(ProtobufError) -> Choice {
        guard let choice = Choice(rawValue: try int32()) else {
            throw .outOfRange(field: number, value: try uint64())
        }
        return choice
    }

    /// Repeated uint32: packed as proto3 writes them, or one alone as proto2 did.
    func uint32s() throws(ProtobufError) -> [UInt32] {
        guard case .bytes(let packed) = value else { return [try uint32()] }
        var (numbers, place): ([UInt32], Int) = ([], 0)
        while place < packed.count {
            switch ArrivingVarint(in: packed, at: place) {
            case .whole(let wide, let end):
                guard let number = UInt32(exactly: wide) else {
                    throw .outOfRange(field: self.number, value: wide)
                }
                numbers.append(number)
                place = end
            case .unfinished: throw .truncated(offset: place)
            case .broken: throw .badVarint(offset: place)
            }
        }
        return numbers
    }
}
