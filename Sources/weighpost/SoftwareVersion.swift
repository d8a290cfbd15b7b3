/// The version of this program; it stands in the evidence of every weighing.
enum SoftwareVersion {
    static let text = "0.1.0"
}
