// swift-tools-version: 6.2
import PackageDescription

/// Every room builds in Swift 6 mode, with the three upcoming features that make a leaking arrow visible in review.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// The pure floors are tested by the million cases: debug builds optimise them, or such tests crawl.
let pure: [SwiftSetting] = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil, pure isPure: Bool = false) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: isPure ? pure : settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.target(name: name)] + dependencies, swiftSettings: settings)
}

/// What the rooms that answer requests have in common.
let pageDependencies: [Target.Dependency] = [
    "WebShell", "Operations", "Booking", "CalendarSync", "Messaging", "Persistence", "ICalendar", "Texts", "CivilTime", "Secrets",
    .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Mustache", package: "swift-mustache"),
    .product(name: "Logging", package: "swift-log"),
]

let package = Package(
    name: "kalends",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "kalends", targets: ["kalends"])],
    traits: [
        .default(enabledTraits: ["PostgreSQL"]),
        .trait(name: "PostgreSQL", description: "Serves PostgreSQL as well as the embedded database; needs libpq to build."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurlLibrary", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .target(name: "CCurl", dependencies: ["CCurlLibrary"]),

        room("CivilTime", pure: true),
        room("Host", ["CivilTime"]),
        room("ICalendar", ["CivilTime"], pure: true),
        room("Texts", ["CivilTime"]),
        room("RestShape", ["CivilTime"], pure: true),
        room("Outbound", ["CCurl"]),
        room("Secrets", ["CSodium"]),
        room("Booking", ["CivilTime"], pure: true),
        room("CalendarSync", ["Booking", "CivilTime"], pure: true),
        room("CalendarItems", ["CalendarSync", "ICalendar", "CivilTime"]),
        room("CalDAV", ["CalendarItems", "CalendarSync", "Outbound", "ICalendar", "CivilTime"]),
        room("CalendarFeeds", ["CalendarItems", "CalendarSync", "Outbound", "ICalendar", "CivilTime"]),
        room("GoogleCalendar", ["CalendarSync", "Outbound", "ICalendar", "CivilTime"]),
        room(
            "Messaging", ["Booking", "Outbound", "ICalendar", "Texts", "CivilTime", .product(name: "Mustache", package: "swift-mustache")]),
        room(
            "Persistence",
            [
                "Booking", "CalendarSync", "CivilTime", .target(name: "CPostgres", condition: .when(traits: ["PostgreSQL"])),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        room(
            "Operations",
            [
                "Booking", "CalendarSync", "Messaging", "Persistence", "ICalendar", "Texts", "CivilTime", "Secrets",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        room(
            "WebShell",
            [
                "Texts", "CivilTime", "Secrets", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"), .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("Templates"), .embedInCode("Static")]
        ),
        room("BookingPages", pageDependencies, resources: [.embedInCode("Templates"), .embedInCode("Static")]),
        room("AdminApp", pageDependencies, resources: [.embedInCode("Templates"), .embedInCode("Static")]),
        room("RestAPI", ["RestShape"] + pageDependencies, resources: [.embedInCode("Templates"), .embedInCode("Static")]),
        room("WebApp", ["BookingPages", "AdminApp", "RestAPI"] + pageDependencies),
        .executableTarget(
            name: "kalends",
            dependencies: [
                "WebApp", "RestAPI", "WebShell", "Texts", "Operations", "CalDAV", "CalendarFeeds", "GoogleCalendar", "CalendarSync",
                "CalendarSimulators", "Messaging", "Persistence", "Outbound", "Secrets", "Host", "Booking", "ICalendar", "CivilTime",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        // What the differentials in Tests/Differential ask for our side.
        .executableTarget(
            name: "TimeProbe", dependencies: ["CivilTime", "Host"], path: "Tests/Differential/TimeProbe", swiftSettings: settings),
        .executableTarget(
            name: "CalendarProbe", dependencies: ["ICalendar", "CivilTime", "Host"], path: "Tests/Differential/CalendarProbe",
            swiftSettings: settings),

        // Stand-ins for services that only exist on the internet; optimised, as simulations make requests by the million.
        room(
            "CalendarSimulators",
            [
                "ICalendar", "Outbound", "Secrets", "CivilTime", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ], pure: true),
        // The stand-in for Google as a program, and one that asks it all that our provider asks.
        .executableTarget(
            name: "GoogleStandIn", dependencies: ["CalendarSimulators", "Outbound", "Host", "CivilTime"],
            path: "Tests/EndToEnd/GoogleStandIn", swiftSettings: settings),
        .executableTarget(
            name: "GoogleProbe", dependencies: ["GoogleCalendar", "CalendarSync", "Outbound", "Host", "CivilTime"],
            path: "Tests/EndToEnd/GoogleProbe", swiftSettings: settings),

        room("TestSupport", ["CivilTime", "Host", "Booking", "CalendarSync", "Persistence"]),

        tests("CivilTime", ["Host"]),
        tests("ICalendar", ["Host", "CivilTime"]),
        tests("RestShape", ["CivilTime"]),
        tests("Outbound", []),
        tests("Secrets", []),
        tests("Booking", ["CivilTime", "Host", "TestSupport"]),
        tests("CalendarSync", ["Booking", "CivilTime", "Host", "TestSupport"]),
        tests("CalDAV", ["CalendarSimulators", "CalendarSync", "Outbound", "ICalendar", "CivilTime", "Host"]),
        tests("CalendarFeeds", ["CalendarSync", "Outbound", "ICalendar", "CivilTime", "Host"]),
        tests("GoogleCalendar", ["CalendarSimulators", "CalendarSync", "Outbound", "Secrets", "CivilTime", "Host"]),
        tests("CalendarSimulators", ["Outbound", "CivilTime", "Host"]),
        tests("Messaging", ["Booking", "ICalendar", "CivilTime", "TestSupport"]),
        tests("Persistence", ["Booking", "CalendarSync", "CivilTime", "TestSupport"]),
        tests(
            "Operations",
            [
                "Booking", "CalendarSync", "Messaging", "Persistence", "ICalendar", "Secrets", "Texts", "CivilTime", "Host", "TestSupport",
                "CalendarSimulators", "GoogleCalendar", "Outbound", .product(name: "Logging", package: "swift-log"),
            ]),
        // The whole engine between its stand-ins.
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Operations", "Persistence", "CalDAV", "GoogleCalendar", "CalendarSimulators", "CalendarSync", "Booking", "ICalendar",
                "Outbound",
                "Secrets", "CivilTime", "TestSupport", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Simulation", swiftSettings: settings),
        tests("Texts", ["CivilTime", "Host"]),
        tests(
            "RestAPI",
            [
                "WebShell", "RestShape", "Texts", "Operations", "CalendarSync", "Booking", "Persistence", "Secrets", "CivilTime", "Host",
                "TestSupport",
                .product(name: "HummingbirdTesting", package: "hummingbird"), .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        tests(
            "WebApp",
            [
                "BookingPages", "AdminApp", "WebShell", "Texts", "Operations", "Messaging", "CalendarSync", "Booking", "Persistence",
                "Secrets",
                "CivilTime", "Host", "TestSupport", .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ]
)
