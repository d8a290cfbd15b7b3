import DeviceReaders
import Intake

/// Everything the site's devices say, in one stream, in the order it arrived.
enum SiteInput: Sendable {
    /// One poll of the scale.
    case line(ScaleLine)
    /// A plate read that is committed in the inbox.
    case plate(PlateRead)
    /// A broker is there (nil), or away for a reason.
    case broker(String, awayFor: String?)
    /// What the wired devices say beside weights and values.
    case field(FieldNews)
    /// A person of the site has something to say of a recorded weighing.
    case amendments
    /// Another configuration holds from here on.
    case settings(DeskSettings)
}
