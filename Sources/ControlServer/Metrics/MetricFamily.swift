/// A figure and its samples, as Prometheus takes them.
struct MetricFamily: Sendable {
    /// What kind of figure it is.
    enum Kind: String, Sendable {
        /// It goes up and down.
        case gauge
        /// It only grows while the process lives; its name ends in `_total`.
        case counter
    }

    /// One value, and what tells it from the others of its name.
    struct Sample: Sendable {
        var labels: [(name: String, value: String)] = []
        let value: Double
    }

    let name: String
    let kind: Kind
    let help: String
    /// None where nothing is known; the figure is then left out.
    let samples: [Sample]

    init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        (self.name, self.kind, self.help, self.samples) = (name, kind, help, samples)
    }

    /// A figure with one value, or none.
    static func gauge(_ name: String, _ help: String, _ value: Double?) -> MetricFamily {
        MetricFamily(name, .gauge, help, value.map { [Sample(value: $0)] } ?? [])
    }

    /// A yes or no as 1 or 0.
    static func flag(_ name: String, _ help: String, _ value: Bool) -> MetricFamily {
        gauge(name, help, value ? 1 : 0)
    }

    static func counter(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
        MetricFamily(name, .counter, help, [Sample(value: value)])
    }

    /// One of a few states: 1 for the one that is so, 0 for the others.
    static func states<State: RawRepresentable<String> & CaseIterable & Equatable>(
        _ name: String, _ help: String, _ state: State
    ) -> MetricFamily {
        MetricFamily(
            name, .gauge, help,
            State.allCases.map { one in
                Sample(labels: [("state", one.rawValue)], value: one == state ? 1 : 0)
            })
    }
}
