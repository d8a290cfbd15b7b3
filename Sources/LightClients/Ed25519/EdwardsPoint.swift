/// A point of the curve -x² + y² = 1 + d x² y² over 2^255 - 19 (RFC 8032, section 5.1).
///
/// Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. One formula adds any two points.
struct EdwardsPoint {
    private let x: FieldElement
    private let y: FieldElement
    private let z: FieldElement
    private let t: FieldElement

    private static let d = -FieldElement(121_665) * FieldElement(121_666).inverted
    private static let twiceD = d + d

    /// The neutral point (0, 1).
    static let identity = EdwardsPoint(x: .zero, y: .one)

    /// The base point: y = 4/5, x even.
    static let base: EdwardsPoint = {
        let y = FieldElement(4) * FieldElement(5).inverted
        guard let point = EdwardsPoint(y: y, isXOdd: false) else {
            preconditionFailure("4/5 is the y of a point")
        }
        return point
    }()

    private init(x: FieldElement, y: FieldElement) {
        (self.x, self.y, z, t) = (x, y, .one, x * y)
    }

    private init(x: FieldElement, y: FieldElement, z: FieldElement, t: FieldElement) {
        (self.x, self.y, self.z, self.t) = (x, y, z, t)
    }

    /// Reads 32 bytes: y with the sign of x in the topmost bit; nil when there is no such point.
    ///
    /// As ZIP 215 wants it, y may be p or above, and a zero x may be called odd.
    init?(encoded bytes: [UInt8]) {
        self.init(y: FieldElement(littleEndian: bytes), isXOdd: bytes[31] & 0x80 != 0)
    }

    private init?(y: FieldElement, isXOdd: Bool) {
        let square = y * y
        guard
            let root = FieldElement.squareRoot(
                of: square - .one, over: EdwardsPoint.d * square + .one)
        else { return nil }
        self.init(x: root.isOdd == isXOdd ? root : -root, y: y)
    }

    /// The point with the other x.
    var negated: EdwardsPoint { EdwardsPoint(x: -x, y: y, z: z, t: -t) }

    /// Whether it is the neutral point.
    var isIdentity: Bool { x.isZero && (y - z).isZero }

    static func + (left: EdwardsPoint, right: EdwardsPoint) -> EdwardsPoint {
        let a = (left.y - left.x) * (right.y - right.x)
        let b = (left.y + left.x) * (right.y + right.x)
        let c = left.t * twiceD * right.t
        let product = left.z * right.z
        let d = product + product
        let (e, f, g, h) = (b - a, d - c, d + c, b + a)
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }
}
