/// How a line did so far; the ratio tells a technician more than any single frame.
package struct FrameCounts: Sendable, Hashable {
    package var frames = 0
    package var badChecksums = 0
    package var badLengths = 0
    /// Bytes that belonged to no frame.
    package var strayBytes = 0

    package init() {}
}
