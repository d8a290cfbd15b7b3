import Wire

/// A Modbus frame as it travels: on a serial line (RTU, with CRC) or in TCP (with MBAP header).
///
/// Only golden frames are read here; the connection to a device is the library's.
package struct WireFrame: Sendable, Hashable {
    /// How the frame is wrapped.
    package enum Framing: Sendable, Hashable {
        case rtu
        /// Modbus TCP, with the transaction identifier.
        case tcp(transaction: UInt16)
    }

    package let framing: Framing
    package let unit: UInt8
    /// Function code and what follows it.
    package let pdu: [UInt8]

    /// Reads an RTU frame; the CRC must be right.
    package init(rtu bytes: [UInt8]) throws(WireFrameError) {
        guard bytes.count >= 4 else { throw .tooShort(bytes.count) }
        let sum = CRC16.of(bytes.dropLast(2))
        let stated = UInt16(bytes[bytes.count - 1]) << 8 | UInt16(bytes[bytes.count - 2])
        guard sum == stated else { throw .wrongCRC(stated: stated, computed: sum) }
        (framing, unit) = (.rtu, bytes[0])
        pdu = Array(bytes[1..<bytes.count - 2])
    }

    /// Reads a Modbus TCP frame; protocol and length must be right.
    package init(tcp bytes: [UInt8]) throws(WireFrameError) {
        guard bytes.count >= 8 else { throw .tooShort(bytes.count) }
        guard bytes[2] == 0, bytes[3] == 0 else { throw .notModbus }
        let stated = Int(bytes[4]) << 8 | Int(bytes[5])
        guard stated == bytes.count - 6 else {
            throw .wrongLength(stated: stated, actual: bytes.count - 6)
        }
        framing = .tcp(transaction: UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
        unit = bytes[6]
        pdu = Array(bytes[7...])
    }
}

/// Why some bytes are not a Modbus frame.
package enum WireFrameError: Error, Sendable, Hashable, CustomStringConvertible {
    case tooShort(Int)
    case wrongCRC(stated: UInt16, computed: UInt16)
    case notModbus
    case wrongLength(stated: Int, actual: Int)

    package var description: String {
        switch self {
        case .tooShort(let count): "\(count) bytes are too few for a frame"
        case .wrongCRC(let stated, let computed):
            "the CRC is \(hex(stated)), low byte first \(hex(stated.byteSwapped)); the bytes "
                + "before it need \(hex(computed.byteSwapped))"
        case .notModbus: "the protocol identifier is not 0"
        case .wrongLength(let stated, let actual):
            "the length field says \(stated), but \(actual) bytes follow it"
        }
    }

    private func hex(_ word: UInt16) -> String { "0x" + String(word, radix: 16, uppercase: true) }
}
