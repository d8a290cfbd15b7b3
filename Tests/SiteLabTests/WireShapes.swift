/// What the parts of each format are called on the page of wire formats.
enum WireShapes {
    private static func sign1(_ payload: WireShape) -> WireShape {
        .parts(
            "COSE_Sign1",
            [
                "0": .wrapped(
                    "protected header",
                    .parts(
                        "",
                        [
                            "1": .plain("algorithm: Ed25519"), "3": .plain("content type"),
                            "4": .plain("key: its thumbprint"),
                            "15": .parts(
                                "CWT claims",
                                ["1": .plain("issuer"), "2": .plain("subject")]),
                        ])),
                "1": .plain("unprotected header"), "2": .wrapped("payload", payload),
                "3": .plain("signature"),
            ])
    }

    private static func sign(_ payload: WireShape) -> WireShape {
        .parts(
            "COSE_Sign",
            [
                "0": .wrapped("protected header", .parts("", ["3": .plain("content type")])),
                "1": .plain("unprotected header"), "2": .wrapped("payload", payload),
                "3": .each(
                    "signatures, by thumbprint",
                    .parts(
                        "",
                        [
                            "0": .wrapped(
                                "",
                                .parts(
                                    "",
                                    [
                                        "1": .plain("algorithm: Ed25519"),
                                        "4": .plain("key: its thumbprint"),
                                    ])),
                            "1": .plain("unprotected header"), "2": .plain("signature"),
                        ])),
            ])
    }

    private static func path(_ name: String) -> WireShape {
        .parts(
            name,
            [
                "0": .plain("index"), "1": .plain("total"),
                "2": .each("from the leaf's sibling upwards", .plain("")),
            ])
    }

    private static let root = WireShape.wrapped(
        "",
        .parts("", ["0": .plain(""), "1": .plain("root"), "2": .plain("how many, or which")]))

    static let entry = sign1(
        .parts(
            "",
            [
                "1": .plain("version"), "2": .plain("gateway"), "3": .plain("sequence number"),
                "4": .plain("digest of the entry before: none"), "5": .plain("kind: weigh-in"),
                "6": .plain("time, to the minute"),
                "7": .parts("weigh-in", ["1": .plain("visit")]),
                "simple(59)": .each("claims and decoys, ascending", .plain("")),
            ]))

    static let disclosure = WireShape.parts(
        "", ["0": .plain("salt"), "1": .plain("the plate"), "2": .plain("claim: plate")])

    static let batch = WireShape.parts(
        "",
        [
            "0": .plain("version"),
            "1": .wrapped(
                "header",
                sign1(
                    .parts(
                        "",
                        [
                            "1": .plain("version"), "2": .plain("chain"), "3": .plain("gateway"),
                            "4": .plain("first entry"), "5": .plain("last entry"),
                            "6": .plain("digest before the first: none"),
                            "7": .plain("digest of the last"),
                            "8": .plain("Merkle root of the digests"),
                            "9": .plain("valid until height"),
                        ]))),
            "2": .parts("items", ["0": .example("entry"), "1": .plain("entry 2, as its digest")]),
        ])

    static let receipt = WireShape.parts(
        "",
        [
            "1": .plain("version"), "2": .plain("chain"), "3": .example("entry"),
            "4": path("from the entry to the batch's root"),
            "5": .plain("ExecTxResult, protobuf"),
            "6": path("from it to last_results_hash"),
            "7": .each(
                "headers",
                .parts(
                    "",
                    [
                        "0": .plain("Header, protobuf"), "1": .plain("Commit, protobuf"),
                        "2": .plain("its validators: place in 8"),
                        "3": .plain("the next validators: place in 8"),
                    ])),
            "8": .each("validator sets", .plain("ValidatorSet, protobuf")),
            "9": .plain("the gateway's key"),
            "10": .parts(
                "said, not proven",
                ["0": .each("witnesses", .plain("")), "1": .plain("continuity")]),
            "11": .plain("said: when it was proven"),
        ])

    static let checkpoint = sign(
        .parts(
            "",
            [
                "1": .plain("version"), "2": .plain("chain"), "3": .plain("height"),
                "4": .plain("hash of the header"), "5": .plain("issued"), "6": .plain("ends"),
            ]))

    static let resolution = sign(
        .parts(
            "",
            [
                "1": .plain("version"), "2": .plain("chain"), "3": .plain("number"),
                "4": .parts(
                    "decisions",
                    [
                        "0": .parts(
                            "",
                            [
                                "0": .plain("register"), "1": .plain("gateway"),
                                "2": .plain("site"), "3": .plain("its key"),
                            ]),
                        "1": .parts(
                            "",
                            [
                                "0": .plain("permit"), "1": .plain("site"),
                                "2": .each("codes", .plain("")),
                            ]),
                    ]),
            ]))

    static let head = WireShape.parts(
        "",
        ["0": .plain("gateway"), "1": .plain("last entry"), "2": .plain("its digest")])

    static let headProof = WireShape.parts(
        "",
        ["0": path("from the head to the root of all heads"), "1": .each("under app_hash", root)])
}
