/// A registration plate, in the one spelling that compares: capital letters and digits.
package struct Plate: Hashable, Sendable {
    /// The plate: 2 to 12 capital letters and digits.
    package let text: String

    /// Takes a plate as read or written; nil when fewer than 2 or more than 12 signs are left
    /// once blanks, dashes and dots are dropped, or a sign is neither letter nor digit.
    package init?(_ written: String) {
        let signs = written.uppercased().filter { !$0.isWhitespace && !"-–.·".contains($0) }
        guard (2...12).contains(signs.count), signs.allSatisfy({ $0.isLetter || $0.isWholeNumber })
        else { return nil }
        text = signs
    }
}

/// A camera's word about a plate.
package struct PlateRead: Hashable, Sendable {
    /// The plate it read.
    package let plate: Plate
    /// The camera's confidence, 0 to 1000.
    package let confidencePermille: Int
    /// Which camera it was.
    package let camera: String
    /// What the camera calls the vehicle it followed; it may send several reads of one.
    package let eventID: String
    /// The time of day of the read.
    package let wall: WallTime
    /// The time since boot of the read; for one that came late, when it was seen.
    package let monotonic: MonotonicTime

    /// A read as the camera sent it.
    package init(
        plate: Plate, confidencePermille: Int, camera: String, eventID: String, wall: WallTime,
        monotonic: MonotonicTime
    ) {
        (self.plate, self.confidencePermille) = (plate, confidencePermille)
        (self.camera, self.eventID, self.wall, self.monotonic) = (camera, eventID, wall, monotonic)
    }
}
