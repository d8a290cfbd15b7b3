import Intake

extension BrokerSensor {
    /// How far a sensor's clock may run ahead of ours before its times mean nothing.
    private static let aheadSeconds: Int64 = 60
    /// The longest name of a device; it stands in signed records.
    private static let longestDevice = 64

    /// What a message of this sensor's topic says.
    func item(
        in payload: Payload, message: BrokerMessage, arrival: WallTime
    ) -> BrokerItem {
        let name: String
        let found: PayloadValue?
        do {
            name = try self.name(for: message.topic)
            found = try payload.value(at: value, clock: source.clock)
        } catch {
            return .refused(reason: "\(self.name): \(error)")
        }
        guard !message.isRetained || source.retained == .accept && found?.time != nil else {
            return .ignored(reason: "\(name): a retained value, of unknown age")
        }
        guard let found else { return absentItem(name, in: payload, arrival: arrival) }
        return item(for: found, named: name, arrival: arrival)
    }

    /// What a value means; `named` when its device has a name.
    func item(
        for found: PayloadValue, named: String? = nil, arrival: WallTime
    ) -> BrokerItem {
        guard let time = seconds(found.time, arrival: arrival) else {
            return .refused(reason: "\(named ?? name): a time beyond all calendars")
        }
        return .sensor(reading(of: found, named: named ?? name, at: time, arrival: arrival))
    }

    /// A reading of this sensor; `named` when its device has a name.
    func reading(
        _ number: ExactDecimal, named: String? = nil, at time: Int64, _ quality: SensorQuality
    ) -> SensorReading {
        SensorReading(
            name: named ?? name, kind: kind, mantissa: number.mantissa, exponent: number.exponent,
            unit: unit, time: time, quality: quality, map: map)
    }

    /// The name of a device's reading; an error for a device that no record should carry.
    func name(for topic: String) throws(PayloadError) -> String {
        guard let level = source.device else { return name }
        guard let device = source.topic.device(at: level, in: topic), Self.isDevice(device) else {
            throw PayloadError("\(topic.prefix(80)) names no device")
        }
        return "\(name)/\(device)"
    }

    static func isDevice(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= longestDevice && !name.contains(where: \.isControl)
    }

    private func absentItem(
        _ name: String, in payload: Payload, arrival: WallTime
    ) -> BrokerItem {
        switch source.absent {
        case .ignore: return .ignored(reason: "\(name): nothing at \(value) this time")
        case .zero:
            let zero = ExactDecimal(mantissa: 0, exponent: 0)
            return .sensor(
                reading(
                    zero, named: name, at: arrival.seconds,
                    quality(of: zero, at: arrival.seconds, arrival: arrival)))
        case .refuse:
            let names = payload.memberNames
            return .refused(
                reason: "\(name): nothing at \(value)"
                    + (names.isEmpty ? "" : "; the message has \(names.joined(separator: ", "))"))
        }
    }

    private func reading(
        of found: PayloadValue, named name: String, at time: Int64, arrival: WallTime
    ) -> SensorReading {
        let zero = ExactDecimal(mantissa: 0, exponent: 0)
        guard found.unit == nil || found.unit == unit else {
            return reading(zero, named: name, at: time, .invalid)
        }
        switch found.content {
        case .null: return reading(zero, named: name, at: time, .missing)
        case .unreadable: return reading(zero, named: name, at: time, .invalid)
        case .word(let word):
            guard let number = words[word] else {
                return reading(zero, named: name, at: time, .invalid)
            }
            return reading(
                number, named: name, at: time, quality(of: number, at: time, arrival: arrival))
        case .number(let number):
            return reading(
                number, named: name, at: time, quality(of: number, at: time, arrival: arrival))
        }
    }

    private func seconds(_ time: PayloadTime?, arrival: WallTime) -> Int64? {
        guard let time else { return arrival.seconds }
        let (now, overflow) = arrival.seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow, let milliseconds = time.milliseconds(arrival: now) else { return nil }
        return milliseconds.flooredDivision(by: 1_000).quotient
    }

    private func quality(
        of number: ExactDecimal, at time: Int64, arrival: WallTime
    ) -> SensorQuality {
        guard limits.admit(number) else { return .outOfRange }
        guard arrival.clock != .unset else { return .unsynchronised }
        let (age, overflow) = arrival.seconds.subtractingReportingOverflow(time)
        guard !overflow, age >= -Self.aheadSeconds else { return .unsynchronised }
        return age > limits.maxAgeSeconds ? .stale : .good
    }
}

extension Availability {
    /// What a message of this topic says of a sensor's device.
    func item(in message: BrokerMessage, of sensor: String) -> BrokerItem {
        let word: String
        do {
            word = try self.word(in: message.payload)
        } catch {
            return .refused(reason: "\(message.topic): \(error)")
        }
        guard word == online || word == offline else {
            return .refused(
                reason: "\(message.topic): \(word.prefix(40)) is neither \(online) nor \(offline)")
        }
        let name = device.flatMap { topic.device(at: $0, in: message.topic) }
        guard device == nil || name.map(BrokerSensor.isDevice) ?? false else {
            return .refused(reason: "\(message.topic.prefix(80)) names no device")
        }
        return .availability(
            DeviceAvailability(sensor: sensor, device: name, isOnline: word == online))
    }

    /// The word; it may stand alone also where the map says its place in a JSON text.
    ///
    /// The same software writes the one or the other, by its age.
    private func word(in payload: [UInt8]) throws(PayloadError) -> String {
        let alone = String(decoding: payload.prefix(PayloadCodec.longestPlain), as: UTF8.self)
            .trimmed
        guard let place, alone != online, alone != offline else { return alone }
        guard case .json(let text) = try PayloadCodec.json.read(payload),
            case .string(let word)? = place.value(in: text)
        else { throw PayloadError("no word at \(place)") }
        return word
    }
}
