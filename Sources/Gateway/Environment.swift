import FoundationEssentials

/// The environment the process was started with.
enum Environment {
    static var current: [String: String] { ProcessInfo.processInfo.environment }
}
