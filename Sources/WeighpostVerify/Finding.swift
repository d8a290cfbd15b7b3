import Wire

/// One thing that a verification established, or found wanting.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// What it is about.
    public let code: Code
    /// What was found, in one sentence; controls of terminals in it are escaped.
    public let message: String
    /// Whether it speaks against what was verified.
    public let isFailure: Bool

    init(_ code: Code, _ message: String, isFailure: Bool) {
        // Much of it may be words of what was verified, and a terminal must only show them.
        (self.code, self.message) = (code, message.cut(toBytes: 4_000).printable())
        self.isFailure = isFailure
    }

    /// The message, with its mark in front.
    public var description: String { (isFailure ? "FAILED " : "ok     ") + message }

    /// What findings are about; more may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name that machines read.
        public let rawValue: String

        /// A name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The bytes are not in the one form that counts.
        public static let form = Code(rawValue: "form")
        /// The signature of an entry.
        public static let signature = Code(rawValue: "signature")
        /// The gateway's key or name.
        public static let gateway = Code(rawValue: "gateway")
        /// The number of an entry.
        public static let sequence = Code(rawValue: "sequence")
        /// The tie of an entry to the one before.
        public static let link = Code(rawValue: "link")
        /// The identity of an entry.
        public static let identity = Code(rawValue: "identity")
        /// A claim that was disclosed.
        public static let disclosure = Code(rawValue: "disclosure")
        /// Whether the entry stands in the ledger's log.
        public static let log = Code(rawValue: "log")
        /// Whether what is disclosed agrees with what is public.
        public static let agreement = Code(rawValue: "agreement")
        /// The chain's id.
        public static let chain = Code(rawValue: "chain")
        /// Where trust begins.
        public static let anchor = Code(rawValue: "anchor")
        /// The headers from there.
        public static let headers = Code(rawValue: "headers")
        /// By what share of the validators a step of the headers is believed.
        public static let share = Code(rawValue: "share")
        /// What the ledger answered.
        public static let result = Code(rawValue: "result")
        /// The entry's place in its batch.
        public static let batch = Code(rawValue: "batch")
        /// What the file states, and nothing proves.
        public static let statement = Code(rawValue: "statement")
    }
}
