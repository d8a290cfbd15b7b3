// swift-tools-version: 6.2
import PackageDescription

// The contents page of Weighpost. Read it top down: the C libraries, the pure chapters of the story
// (device, reading, weighing, intake record, journal, batch, transaction, receipt), the edges that
// touch the world, and the assembly. `reads` are the only modules a module may import.

/// What every Swift target is held to.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Libraries from outside, by the name a chapter uses for them.
let shelf: [String: Target.Dependency] = [
    "ArgumentParser": .product(name: "ArgumentParser", package: "swift-argument-parser"),
    "AsyncHTTPClient": .product(name: "AsyncHTTPClient", package: "async-http-client"),
    "Crypto": .product(name: "Crypto", package: "swift-crypto"),
    "HashTreeCollections": .product(name: "HashTreeCollections", package: "swift-collections"),
    "HTTPTypes": .product(name: "HTTPTypes", package: "swift-http-types"),
    "HummingbirdCore": .product(name: "HummingbirdCore", package: "hummingbird"),
    "Logging": .product(name: "Logging", package: "swift-log"),
    "NIOCore": .product(name: "NIOCore", package: "swift-nio"),
    "NIOHTTP1": .product(name: "NIOHTTP1", package: "swift-nio"),
    "NIOPosix": .product(name: "NIOPosix", package: "swift-nio"),
    "ServiceLifecycle": .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    "UnixSignals": .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

func parts(_ names: [String]) -> [Target.Dependency] {
    names.map { shelf[$0] ?? .target(name: $0) }
}

/// A library of the box, seen through `module.modulemap` and `shim.h`.
func library(_ name: String, _ pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A thin wrapper: the only importer of its C library; every unsafe expression is spelled out.
func wrapper(_ name: String, of names: String...) -> Target {
    .target(
        name: name, dependencies: parts(names), swiftSettings: house + [.strictMemorySafety()])
}

/// A chapter: `reads` are the only chapters it may import.
func chapter(_ name: String, reads names: String..., resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: parts(names), exclude: excluded[name] ?? [],
        resources: resources, swiftSettings: house)
}

/// Files beside the code that only people read: the CDDL of each format.
let excluded: [String: [String]] = [
    "Evidence": ["entry.cddl", "batch.cddl", "receipt.cddl"]
]

func program(_ name: String, reads names: String...) -> Target {
    .executableTarget(name: name, dependencies: parts(names), swiftSettings: house)
}

func tests(of name: String, with names: String..., fixtures: Bool = false) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: parts([name, "TestKit"] + names),
        exclude: fixtures ? ["Fixtures"] : [], swiftSettings: house)
}

let package = Package(
    name: "weighpost",
    products: [
        .library(name: "WeighpostVerify", targets: ["WeighpostVerify"]),
        .executable(name: "weighpost", targets: ["weighpost"]),
        .executable(name: "weighpost-node", targets: ["weighpost-node"]),
        .executable(name: "weighpost-lab", targets: ["weighpost-lab"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The C libraries, and one thin wrapper each
        library("CModbus", "libmodbus", apt: "libmodbus-dev"),
        library("CMosquitto", "libmosquitto", apt: "libmosquitto-dev"),
        library("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
        library("CYAML", "yaml-0.1", apt: "libyaml-dev"),
        .systemLibrary(name: "CMemfd"),
        .systemLibrary(name: "CTimex"),
        wrapper("Threads"),
        wrapper("Modbus", of: "CModbus", "Threads", "Wire"),
        wrapper("Mosquitto", of: "CMosquitto", "Threads"),
        wrapper("SQLite", of: "CSQLite"),
        wrapper("YAML", of: "CYAML", "Documents"),
        // The same for HTTP: what every server of ours does alike, beneath the edges
        chapter(
            "HTTPListening", reads: "HTTPTypes", "HummingbirdCore", "Logging", "NIOCore",
            "NIOPosix", "ServiceLifecycle"),

        // The pure chapters: no clock, no socket, no file, no `async`
        chapter("Documents"),
        chapter("Intake", reads: "Crypto"),
        chapter("DeviceMaps", reads: "Documents", "Intake", "Wire", "Crypto"),
        chapter("Wire", reads: "Crypto"),
        chapter("Evidence", reads: "Intake", "Wire", "Crypto"),
        chapter("LightClients", reads: "Wire", "Crypto"),
        chapter("Delivery", reads: "Evidence", "LightClients", "Wire"),
        chapter(
            "IntakeLedger", reads: "Evidence", "Intake", "LightClients", "Wire", "Crypto",
            "HashTreeCollections"),

        // The edges: each touches one thing outside
        chapter(
            "DeviceReaders", reads: "DeviceMaps", "Intake", "Modbus", "Mosquitto", "Threads"),
        chapter(
            "JournalStore", reads: "Delivery", "Evidence", "Intake", "LightClients", "SQLite",
            "Threads", "Wire", "Crypto"),
        chapter(
            "UpstreamNodes", reads: "Delivery", "LightClients", "Wire", "AsyncHTTPClient",
            "NIOCore"),
        chapter(
            "ControlServer", reads: "HTTPListening", "Wire", "AsyncHTTPClient", "HTTPTypes",
            "HummingbirdCore", "NIOCore", "NIOHTTP1", "NIOPosix", "ServiceLifecycle"),
        chapter("LedgerServer", reads: "Wire", "NIOCore", "NIOPosix", "Logging"),
        chapter(
            "LedgerQueries", reads: "Evidence", "HTTPListening", "Intake", "IntakeLedger", "Wire",
            "HTTPTypes", "HummingbirdCore", "NIOCore"),
        chapter("LedgerStore", reads: "Evidence", "Intake", "IntakeLedger", "SQLite", "Wire"),
        chapter("SiteKeys", reads: "Evidence", "Wire", "Crypto"),
        chapter("SystemService", reads: "Intake", "CMemfd", "CTimex"),

        // The assembly, and the program
        chapter("WeighpostVerify", reads: "Evidence", "LightClients", "Wire"),
        chapter(
            "Gateway",
            reads: "ControlServer", "Delivery", "DeviceMaps", "DeviceReaders", "Documents",
            "Evidence", "Intake", "JournalStore", "LightClients", "Modbus", "SiteKeys",
            "SystemService", "Threads", "UpstreamNodes", "WeighpostVerify", "Wire", "YAML",
            "Logging", "ServiceLifecycle", "UnixSignals"),
        chapter(
            "LedgerNode",
            reads: "Evidence", "IntakeLedger", "LedgerQueries", "LedgerServer", "LedgerStore",
            "LightClients", "SystemService", "Threads", "UpstreamNodes", "Wire", "Logging",
            "ServiceLifecycle", "UnixSignals"),
        program(
            "weighpost-node", reads: "Evidence", "Intake", "IntakeLedger", "LedgerNode",
            "LedgerServer",
            "LedgerStore",
            "SiteKeys", "UpstreamNodes", "Wire", "ArgumentParser"),
        program(
            "weighpost", reads: "ControlServer", "DeviceMaps", "DeviceReaders", "Documents",
            "Evidence", "Gateway", "Intake", "JournalStore", "LightClients", "Modbus", "SiteKeys",
            "WeighpostVerify", "Wire", "ArgumentParser", "UnixSignals"),

        // The lab: a simulated site and a dev chain, never linked into the agent
        chapter(
            "SiteLab",
            reads: "DeviceMaps", "Documents", "Evidence", "HTTPListening", "Intake", "IntakeLedger",
            "LightClients", "Modbus", "Mosquitto", "Threads", "Wire", "YAML", "Crypto",
            "HTTPTypes", "HummingbirdCore", "NIOCore"),
        program(
            "weighpost-lab", reads: "SiteLab", "Wire", "ArgumentParser"),

        // What tests share: seeds, vectors, temporary places; and a builder of whole chains
        .systemLibrary(name: "CSpawn", path: "Tests/CSpawn"),
        .target(
            name: "TestKit", dependencies: ["CSpawn"], path: "Tests/TestKit", swiftSettings: house),
        .target(
            name: "ChainKit", dependencies: parts(["LightClients", "TestKit", "Wire", "Crypto"]),
            path: "Tests/ChainKit", swiftSettings: house),
        tests(of: "Threads"),
        tests(of: "Modbus", with: "Threads", "Wire"),
        tests(of: "Mosquitto", with: "Threads"),
        tests(of: "SQLite"),
        tests(of: "YAML", with: "Documents"),
        tests(of: "Intake"),
        tests(of: "DeviceMaps", with: "Documents", "Intake", "Wire", "YAML"),
        tests(of: "Wire", with: "Crypto"),
        tests(of: "Evidence", with: "Intake", "Wire", "Crypto", fixtures: true),
        tests(
            of: "LightClients", with: "ChainKit", "Threads", "Wire", "Crypto", fixtures: true),
        tests(of: "Delivery", with: "Evidence", "LightClients", "Wire"),
        tests(of: "IntakeLedger", with: "Evidence", "Intake", "Wire", "Crypto"),
        tests(
            of: "DeviceReaders", with: "DeviceMaps", "Documents", "Intake", "Modbus", "Mosquitto",
            "YAML", "SiteLab"),
        tests(
            of: "JournalStore", with: "Delivery", "Evidence", "Intake", "LightClients", "SQLite",
            "Threads", "Wire"),
        tests(
            of: "UpstreamNodes", with: "Delivery", "Evidence", "IntakeLedger", "LightClients",
            "SiteLab", "Wire"),
        tests(of: "HTTPListening", with: "HTTPTypes", "HummingbirdCore", "NIOCore"),
        tests(of: "ControlServer", with: "HTTPListening", "HTTPTypes", "Wire"),
        tests(of: "LedgerServer", with: "Wire", "NIOCore", "NIOPosix", fixtures: true),
        tests(
            of: "LedgerNode", with: "Evidence", "HTTPListening", "Intake", "IntakeLedger",
            "LedgerQueries", "LedgerServer", "LedgerStore", "LightClients", "Logging", "NIOCore",
            "NIOPosix", "SQLite",
            "SystemService", "Threads", "Wire"),
        tests(of: "SiteKeys", with: "Evidence", "Wire"),
        tests(of: "SystemService", with: "Intake"),
        tests(
            of: "WeighpostVerify", with: "ChainKit", "Crypto", "Evidence", "Intake", "LightClients",
            "Wire"),
        tests(
            of: "SiteLab", with: "DeviceMaps", "Evidence", "Intake", "IntakeLedger", "LightClients",
            "WeighpostVerify", "Wire"),
        tests(
            of: "Gateway", with: "ControlServer", "DeviceReaders", "Documents", "Evidence",
            "Intake", "IntakeLedger",
            "JournalStore", "LightClients", "SiteLab", "Wire", "YAML"),
        // What the agent does with each lie of a node
        .testTarget(
            name: "LieTests",
            dependencies: parts([
                "ChainKit", "Delivery", "Evidence", "Gateway", "Intake", "IntakeLedger",
                "JournalStore", "LightClients", "Logging", "ServiceLifecycle", "SiteLab",
                "SystemService",
                "TestKit", "UpstreamNodes", "Wire",
            ]), swiftSettings: house),
        .testTarget(name: "CommandTests", dependencies: parts(["TestKit"]), swiftSettings: house),
    ]
)

// Benchmarks stay out of an ordinary build.
if Context.environment["WEIGHPOST_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "weighpost-bench",
            dependencies: parts([
                "ChainKit", "CSQLite", "Evidence", "Intake", "IntakeLedger", "JournalStore",
                "LightClients",
                "Modbus", "Mosquitto", "SiteLab", "TestKit", "Threads", "Wire", "Crypto",
            ]),
            path: "Tests/Benchmarks", swiftSettings: house))
}
