import DeviceMaps

/// The beginning of a device map: every key that must be there, with what to look up.
struct MapDraft {
    let maker: String
    let model: String
    /// What was found on the device; nil where nobody has looked yet.
    var weight: WeightDecoding?

    /// The map.
    ///
    /// What the manual alone can tell is marked TODO; `map lint` refuses it until it is filled in.
    var map: String {
        let table = weight?.table ?? .holding
        let address = weight?.address ?? 0
        let type = weight?.type ?? .int32
        let order = weight?.order ?? .abcd
        let decimals = weight.map { "decimals: \(-$0.exponent)" } ?? "# decimals: 0"
        return """
            # yaml-language-server: $schema=../schema/register-map.json
            # \(maker) \(model).
            #
            # On site: compare two loads with the display, one of them above 65,535 counts.
            map: 1
            version: 1
            maker: \(quoted(maker))
            model: \(quoted(model))
            # 1 by frames of the manual, 2 by its tables, 3 as long as it was only probed.
            grade: 3
            source: "\(weight == nil ? "TODO: manual and page" : "probed on the device")"

            register: \(table)
            # Addresses as in the frame, from 0. A manual that writes 40001 means: modicon.
            address_base: 0
            byte_order: \(order.rawValue)

            limits: { max_registers: 16, max_gap: 8 }

            # Calibration, and everything where reading has an effect:
            # forbidden:
            #   - { from: 100, to: 120, reason: "calibration" }

            values:
              - { name: weight, address: \(address), type: \(type) }
              # TODO: the status that comes with the weight, from the manual
              # - { name: status, address: 0, type: uint16 }

            weighing:
              weight: weight
              # What the display shows. Where the manual names a gross register, take that address
              # and leave this out: a tared display shows the net.
              basis: displayed
              status: status

            # Where the decimal point stands; leave it out where the site has to say.
            \(decimals)

            status:
              # TODO: the bit that says that the weight stands still
              # stable: { bit: 0, when: 1 }

            """
    }

    /// The golden frames to be filled in.
    var replay: String {
        """
        # Golden frames of the \(maker) \(model).
        # > request, < answer, = what the map must read in them. "manual" frames are printed in the
        # maker's manual; "made" frames follow its register table.
        #
        # A weight above 65,535 counts, one below zero, and every fault must be among them:
        #
        # made: 24,680, stable.
        # > rtu 01 03 00 00 00 03 05 CB
        # < rtu 01 03 06 00 00 60 68 00 02 3F 68
        # = weight=24680 stable=yes fault=none

        """
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.filter { $0 != "\"" && $0 != "\\" } + "\""
    }
}
