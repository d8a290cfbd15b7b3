import FoundationEssentials

/// The environment that the process was started with.
package enum ProcessEnvironment {
    package static var current: [String: String] { ProcessInfo.processInfo.environment }
}
