package import Wire

/// ExecTxResult: what became of one transaction, with all its fields.
///
/// Only code, data and the two amounts of gas are hashed into the next header; the rest may
/// differ from node to node.
package struct ABCITxResult: ABCIMessage {
    /// 0 for success; anything else is the application's reason.
    package var code: UInt32 = 0
    /// The application's answer.
    package var data: [UInt8] = []
    /// What the application has to say about the code.
    package var log = ""
    /// More for people.
    package var info = ""
    /// Gas asked for.
    package var gasWanted: Int64 = 0
    /// Gas used.
    package var gasUsed: Int64 = 0
    /// What happened, for the node's index.
    package var events: [ABCIEvent] = []
    /// Whose code it is.
    package var codespace = ""

    package init() {}

    /// A result with its hashed answer and a word for people; without gas and events.
    package init(code: UInt32, data: [UInt8] = [], log: String = "", codespace: String = "") {
        (self.code, self.data) = (code, data)
        (self.log, self.codespace) = (log, codespace)
    }

    package mutating func take(_ field: ProtobufField) throws(ProtobufError) {
        switch field.number {
        case 1: code = try field.uint32()
        case 2: data = try field.bytes()
        case 3: log = try field.text()
        case 4: info = try field.text()
        case 5: gasWanted = try field.int64()
        case 6: gasUsed = try field.int64()
        case 7: events.append(try field.message())
        case 8: codespace = try field.text()
        default: break
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.varint(field: 1, UInt64(code))
        writer.bytes(field: 2, data)
        writer.string(field: 3, log)
        writer.string(field: 4, info)
        writer.int64(field: 5, gasWanted)
        writer.int64(field: 6, gasUsed)
        writer.each(field: 7, events)
        writer.string(field: 8, codespace)
    }
}
