/// A constant that every frame of the kind holds at its place.
package struct FrameConstant: Sendable, Hashable {
    package let field: FrameField
    package let bytes: [UInt8]
}
