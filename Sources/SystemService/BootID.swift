/// The kernel's identity of this boot.
enum BootID {
    /// The 16 bytes of `/proc/sys/kernel/random/boot_id`.
    ///
    /// Where the file is missing the bytes are random: each start then counts as a boot of its own,
    /// which never makes two monotonic times look comparable that are not.
    static func read() -> [UInt8] {
        let text = KernelFile.text(of: "/proc/sys/kernel/random/boot_id", atMost: 64)
        let digits = (text ?? "").compactMap(\.hexDigitValue)
        guard digits.count == 32 else {
            var generator = SystemRandomNumberGenerator()
            return (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        return (0..<16).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) }
    }
}
