/// What a caller may do; who may control may also look.
package enum ControlRole: String, Comparable, Sendable, CaseIterable {
    case view, control

    package static func < (left: ControlRole, right: ControlRole) -> Bool {
        left == .view && right == .control
    }
}
