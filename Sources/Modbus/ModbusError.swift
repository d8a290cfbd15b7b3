import CModbus

/// Why a device gave no registers: what kind of trouble, at which device, and what to try.
package struct ModbusError: Error, Hashable, CustomStringConvertible {
    /// The kind of trouble; more may come.
    package struct Code: Hashable, Sendable {
        private let name: String
        /// The number of the exception the device answered (Modbus application protocol V1.1b3,
        /// section 7), nil for every other trouble.
        package let exceptionNumber: UInt8?

        private init(_ name: String, exceptionNumber: UInt8? = nil) {
            (self.name, self.exceptionNumber) = (name, exceptionNumber)
        }

        /// No connection: nobody listens, no route, or the name is unknown.
        package static let unreachable = Code("unreachable")
        /// Connected or sent, and no whole answer in time.
        package static let timedOut = Code("timedOut")
        /// The answer does not belong to the question.
        package static let mismatch = Code("mismatch")
        /// The device closed the connection instead of answering.
        package static let closed = Code("closed")
        /// The question cannot be asked: no such count or address.
        package static let invalidRequest = Code("invalidRequest")
        /// The server's port cannot be opened.
        package static let cannotListen = Code("cannotListen")

        /// The device answered with an exception: 1 illegal function, 2 illegal address, 6 busy.
        package static func exception(_ number: UInt8) -> Code {
            Code("exception", exceptionNumber: number)
        }
    }

    /// The kind of trouble.
    package let code: Code
    /// What failed, where, and what to try.
    package let message: String

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    package var description: String { message }

    /// The words for the error number a call just left behind.
    static func words(for number: Int32) -> String {
        unsafe modbus_strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    }
}
