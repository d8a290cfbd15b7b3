import Wire

extension SiteStatus {
    /// The state as figures, in base units and with the names of Prometheus' conventions.
    ///
    /// What was not looked at is left out.
    ///
    /// What Prometheus' own libraries call `process_…` is called so here too, so that ready-made
    /// dashboards find it.
    var metrics: [MetricFamily] {
        gatewayMetrics + (gateway.isRunning ? scaleMetrics + sensorMetrics : []) + journalMetrics
            + boxMetrics + troubleMetrics + processMetrics
    }

    /// A journal that was not read has no figures: zeros would be read as a journal that is new.
    private var journalMetrics: [MetricFamily] {
        (journal?.metrics ?? []) + (delivery?.metrics ?? []) + (trust?.metrics ?? [])
    }

    private var gatewayMetrics: [MetricFamily] {
        [
            MetricFamily(
                "weighpost_build_info", .gauge, "The software, the gateway and its site.",
                [
                    .init(
                        labels: [
                            ("version", gateway.version), ("gateway", gateway.id),
                            ("site", gateway.site),
                        ], value: 1)
                ]),
            .flag("weighpost_ready", "Whether vehicles can be weighed and kept.", gateway.isReady),
            .gauge(
                "weighpost_uptime_seconds", "Seconds since the agent started.",
                Double(gateway.uptimeSeconds)),
        ]
    }

    private var scaleMetrics: [MetricFamily] {
        [
            .flag("weighpost_scale_connected", "Whether the scale answers.", scale.isConnected),
            .gauge("weighpost_scale_weight_kilograms", "What lies on the deck.", scale.weightKg),
            .gauge(
                "weighpost_scale_stable", "Whether the weight stands still.",
                scale.isStable.map { $0 ? 1 : 0 }),
            .gauge(
                "weighpost_scale_reading_age_seconds", "The age of the scale's last reading.",
                scale.ageMs.map { Double($0) / 1_000 }),
            .gauge(
                "weighpost_vehicles_on_site", "Vehicles that were weighed in and not out.",
                Double(vehiclesOnSite)),
        ]
    }

    private var sensorMetrics: [MetricFamily] {
        [
            MetricFamily(
                "weighpost_sensor_value", .gauge, "A sensor's last value, in its own unit.",
                sensors.compactMap { sensor in
                    sensor.value.map {
                        .init(
                            labels: [
                                ("sensor", sensor.name), ("kind", sensor.kind),
                                ("unit", sensor.unit ?? ""),
                            ], value: $0)
                    }
                }),
            MetricFamily(
                "weighpost_sensor_good", .gauge, "Whether a sensor's value can be used.",
                sensors.map {
                    .init(
                        labels: [("sensor", $0.name), ("kind", $0.kind)],
                        value: $0.quality == "good" ? 1 : 0)
                }),
            MetricFamily(
                "weighpost_sensor_age_seconds", .gauge, "The age of a sensor's last value.",
                sensors.compactMap { sensor in
                    sensor.ageMs.map {
                        .init(labels: [("sensor", sensor.name)], value: Double($0) / 1_000)
                    }
                }),
            MetricFamily(
                "weighpost_broker_connected", .gauge, "Whether a broker is there.",
                brokers.map {
                    .init(labels: [("broker", $0.host)], value: $0.isConnected ? 1 : 0)
                }),
        ]
    }

    private var boxMetrics: [MetricFamily] {
        [
            .flag(
                "weighpost_clock_synchronized", "Whether a time source stands behind the clock.",
                clock.isSynchronized),
            .gauge(
                "weighpost_clock_error_seconds", "The kernel's estimate of the clock's error.",
                clock.errorMs.map { $0 / 1_000 }),
            .gauge(
                "weighpost_disk_free_bytes", "Room that is left where the journal lies.",
                Double(disk.freeBytes)),
            .gauge(
                "weighpost_disk_size_bytes", "Room that there is where the journal lies.",
                Double(disk.totalBytes)),
        ]
    }

    private var troubleMetrics: [MetricFamily] {
        [
            MetricFamily(
                "weighpost_troubles", .gauge, "Things that are wrong now, by how bad they are.",
                TroubleStatus.Level.allCases.map { level in
                    .init(
                        labels: [("level", level.rawValue)],
                        value: Double(troubles.filter { $0.level == level }.count))
                })
        ]
    }

    private var processMetrics: [MetricFamily] {
        [
            .gauge(
                "process_resident_memory_bytes", "What of the process lies in memory.",
                Double(process.rssBytes)),
            .gauge(
                "weighpost_process_anonymous_memory_bytes",
                "What of that is its own and no file's.", Double(process.anonymousBytes)),
            .gauge("process_open_fds", "Files and sockets held open.", Double(process.openFiles)),
            .counter(
                "process_cpu_seconds_total", "The time that the process has computed.",
                process.cpuSeconds),
            .gauge(
                "process_start_time_seconds", "When the process started.",
                SiteStatus.seconds(gateway.started)),
        ]
    }

    /// Seconds since 1970 of an RFC 3339 text.
    static func seconds(_ text: String?) -> Double? {
        guard let text, let time = Timestamp(rfc3339: text) else { return nil }
        return Double(time.seconds) + Double(time.nanoseconds) / 1_000_000_000
    }
}
