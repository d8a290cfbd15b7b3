import DeviceMaps
package import Documents

extension DocumentShape {
    /// The configuration of a gateway.
    package static let configuration = DocumentShape(
        "configuration", "The configuration of one gateway.",
        [
            .must("gateway", .mapping(.gateway), "Who the gateway is."),
            .must("keys", .mapping(.keys), "Where its keys lie."),
            .must("state", .text, "The journal's folder; only one agent may use it."),
            .must("devices", .text, "The file that says what is wired to this box."),
            .may("broker", .mapping(.broker), "The broker with plates and sensors."),
            .may("brokers", .list(.mapping(.broker)), "All of them, where there are several."),
            .must("vehicles", .text, "The file that says who comes with what."),
            .must("rules", .mapping(.rules), "What the site may take."),
            .must("upstream", .mapping(.upstream), "The chain that receives the entries."),
            .may("delivery", .mapping(.deliveryLimits), "How batches are cut."),
            .may("control", .mapping(.control), "Where the agent can be looked at."),
        ])

    static let gateway = DocumentShape(
        "gateway", "Who the gateway is.",
        [
            .must("id", .text, "A URI that never changes, registered with its public key."),
            .must("site", .text, "The site as the registry knows it."),
        ])

    static let keys = DocumentShape(
        "keys", "Where the keys lie; files that others can read are refused.",
        [
            .must("signing", .text, "The signing key's file."),
            .must("store", .text, "The file of the key that seals what is never sent upstream."),
        ])

    static let rules = DocumentShape(
        "rules", "What the site may take, and when a load is held.",
        [
            .must("permitted", .list(.text), "The waste codes; a load with another is held."),
            .may(
                "minimum_gross", .whole(0...1_000_000),
                "A lighter vehicle is no load; without it the scale's min holds.", unit: "kg"),
            .may(
                "duplicate_window", .whole(0...604_800),
                "In this time the same plate with the same net is held.", usual: "600", unit: "s"),
            .may(
                "radiation_limit", .whole(1...1_000_000_000),
                "Above it the load is held; without it radiation holds nothing.", unit: "counts/s"),
            .may(
                "radiation_required", .flag, "A load without a fresh radiation reading is held.",
                usual: "false"),
        ])

    static let upstream = DocumentShape(
        "upstream", "The chain, its nodes and where trust in it begins.",
        [
            .must("chain_id", .text, "The chain's name."),
            .must("nodes", .list(.text), "The addresses of its nodes."),
            .must("anchor", .mapping(.anchor), "The block that trust begins with."),
            .may(
                "trusting_period", .whole(1...3650), "How long a verified header is good for.",
                usual: "90", unit: "d"),
            .must(
                "witnesses", .either([.word(["none"]), .mapping(.witnesses)]),
                "A second opinion on every header."),
            .may("checkpoints", .mapping(.checkpoints), "Whose word may renew trust."),
            .may(
                "continuity", .flag,
                "Carries trust on beyond its period where two thirds of the validators and all "
                    + "witnesses agree; every receipt says so.", usual: "false"),
        ])

    static let witnesses = DocumentShape(
        "witnesses", "Nodes of others, who are asked for every header too.",
        [
            .must("nodes", .list(.mapping(.witness)), "The nodes."),
            .may("quorum", .whole(1...100), "Operators who have to agree.", usual: "1"),
        ])

    static let witness = DocumentShape(
        "witness", "A node of somebody else.",
        [
            .must("url", .text, "Its address."),
            .must("operator", .text, "Who runs it: nodes of one operator are one opinion."),
        ])

    static let checkpoints = DocumentShape(
        "checkpoints", "Whose signed checkpoints renew trust after a long time without a link.",
        [
            .must("keys", .list(.text), "Their public keys, 64 hexadecimal digits each."),
            .must("threshold", .whole(1...64), "How many of them have to sign."),
            .may("url", .text, "Where a checkpoint is fetched when trust is about to end."),
            .may("topic", .text, "A topic on which a broker may bring one."),
        ])

    static let anchor = DocumentShape(
        "anchor", "A block of the chain, told by its operators on paper or by telephone.",
        [
            .must("height", .whole(1...Int64.max), "Its height."),
            .must("hash", .text, "Its hash, 64 hexadecimal digits."),
        ])

    static let deliveryLimits = DocumentShape(
        "delivery", "How batches are cut.",
        [
            .may("max_entries", .whole(1...5000), "Entries of one batch.", usual: "500"),
            .may(
                "max_age", .whole(0...3_600_000), "How long an entry waits for company.",
                usual: "2000", unit: "ms"),
        ])

    static let control = DocumentShape(
        "control", "Where the agent can be looked at, by people and programs of this box.",
        [
            .may(
                "socket", .text, "A unix socket, or none; whoever may open it may look.",
                usual: Configuration.Control.usualSocket),
            .may(
                "mode", .text(like: "^0?[0-7]{3}$"), "The socket's mode, octal.",
                usual: "0660"),
            .may("listen", .mapping(.listen), "A port of this box too, for whoever has a token."),
        ])

    static let listen = DocumentShape(
        "listen", "A port of this box.",
        [
            .may("host", .word(["127.0.0.1", "::1"]), "The loopback.", usual: "127.0.0.1"),
            .may("port", .whole(1...65_535), "The TCP port.", usual: "8470"),
            .must(
                "tokens", .text,
                "The file with a line NAME:ROLE:DIGEST for each token, mode 0600."),
        ])

    static let broker = DocumentShape(
        "broker", "A broker and what to take from it.",
        [
            .must("host", .text, "Its name or address."),
            .may("port", .whole(1...65_535), "Without it 1883; 8883 with tls or psk."),
            .may("tls", .mapping(.tls), "Certificates protect the connection."),
            .may("psk", .mapping(.psk), "A shared key protects the connection."),
            .may("user", .text, "The name to log in with."),
            .may("password_file", .text, "The file whose one line is the password, mode 0600."),
            .may("status_topic", .text, "Where the agent says online or offline, retained."),
            .may(
                "client_id", .text, "The broker keeps messages for this name.", usual: "weighpost"),
            .must("topics", .mapping(.brokerMap), "What is taken from which topics."),
        ])

    static let tls = DocumentShape(
        "tls", "The certificates of a connection.",
        [
            .must("ca", .text, "Who signed the broker's certificate."),
            .may("certificate", .text, "Our own, where the broker asks for one."),
            .may("key", .text, "Its key."),
        ])

    static let psk = DocumentShape(
        "psk", "The shared key of a connection.",
        [
            .must("identity", .text, "Whose key it is."),
            .must("key_file", .text, "Hexadecimal digits, mode 0600."),
        ])
}
