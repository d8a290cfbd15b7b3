import Intake

extension EvidenceClaim {
    /// What in this evidence does not fit the public content of its entry; nil when all does.
    ///
    /// Both were signed by the box, so a contradiction is its own.
    package func contradiction(to body: EntryBody) -> String? {
        switch body {
        case .weighIn:
            if passes.count != 1 { return "\(passes.count) passes for one weighing" }
            return ticket == nil ? nil : "a net before the vehicle was weighed out"
        case .intake(let load), .reject(let load):
            return contradiction(toNet: load.net, gross: 0, tare: 1)
        case .outgoing(let load):
            // The vehicle came empty: its first pass is the tare.
            return contradiction(toNet: load.net, gross: 1, tare: 0)
        case .correction, .void, .event, .closing, .key:
            return "a weighing where nothing was weighed"
        }
    }

    /// Which of the two passes shows the gross, and which the tare, depends on the way the load went.
    private func contradiction(toNet signed: Mass, gross first: Int, tare second: Int) -> String? {
        guard passes.count == 2, let ticket else {
            return "\(passes.count) passes for a vehicle weighed in and out"
        }
        guard ticket.gross == passes[first].shown, ticket.tare == passes[second].shown else {
            return "the ticket shows other weights than the scale did"
        }
        guard let gross = ticket.gross.mass, let tare = ticket.tare.mass,
            let net = ticket.net.mass
        else { return "a weight beyond any scale" }
        guard gross - tare == signed else {
            return "\(ticket.gross) less \(ticket.tare) is not the net of \(signed.grams) g"
        }
        // Pounds are rounded to grams one by one, so their difference may be a gram off.
        guard (net - signed).magnitude <= .grams(1) else {
            return "the ticket's net of \(ticket.net) is not that of \(signed.grams) g"
        }
        return nil
    }
}
