import CMemfd
import Glibc

/// Owns a file in memory that nobody can change any more.
///
/// Made by `memfd_create(2)` and sealed with F_ADD_SEALS (fcntl(2)); closed once, by `deinit`.
/// Who is handed it may map it without fear that the sender shortens it meanwhile.
struct SealedMemory: ~Copyable {
    /// Open for as long as this value lives.
    let descriptor: Int32

    /// Nil where the system gives no memory or no seals.
    init?(_ bytes: [UInt8], name: String) {
        let flags = UInt32(MFD_CLOEXEC) | UInt32(MFD_ALLOW_SEALING)
        let descriptor = memfd_create(name, flags)
        guard descriptor >= 0 else { return nil }
        // Exactly these four: older journals take no other set for sealed (memfd_get_sealed).
        let seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL
        guard SealedMemory.write(bytes, to: descriptor),
            fcntl(descriptor, F_ADD_SEALS, seals) == 0
        else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Writes everything, however many steps the system makes of it.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}
