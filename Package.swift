// swift-tools-version: 6.2
import PackageDescription

// `scripts/setup` unpacks LibTorch here. Named unconditionally: SwiftPM keeps the evaluated manifest
// and does not notice files that appear later.
let libtorch = Context.packageDirectory + "/.libtorch"

let package = Package(
    name: "EmotionMotion",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "emotionmotion", targets: ["CLI"]),
        .executable(name: "emotionmotion-fake-youtube", targets: ["FakeYouTubeCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
    ],
    targets: [
        // The values that travel.
        .target(name: "Signals"),
        // Arrays in files that Python reads too; no tensors, no LibTorch.
        .target(name: "SafeTensors"),
        // Files that only ever end with a whole line.
        .target(name: "LineFiles"),
        // Settings in YAML, whose errors name the line and the key.
        .target(name: "SettingsFiles", dependencies: [.product(name: "Yams", package: "Yams")]),

        // The way of the data, from chat to picture.
        .target(
            name: "Chat",
            dependencies: [
                "Signals", "LineFiles",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            resources: [.copy("Resources")]),
        // YouTube's chat with a key, apart from Chat, so that chats need no gRPC.
        .target(
            name: "YouTubeAPI",
            dependencies: [
                "Signals", "Chat",
                .product(name: "GRPCCore", package: "grpc-swift-2"),
                .product(name: "GRPCNIOTransportHTTP2", package: "grpc-swift-nio-transport"),
                .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
        .target(
            name: "Affect", dependencies: ["Signals", "SafeTensors"],
            resources: [.copy("Resources")]),
        .target(
            name: "Clips", dependencies: ["Signals", "SafeTensors"],
            resources: [.copy("Resources")]),
        .target(
            name: "CTorch",
            cxxSettings: [
                .headerSearchPath("gloo-declarations"),
                .unsafeFlags([
                    "-isystem", libtorch + "/include",
                    "-isystem", libtorch + "/include/torch/csrc/api/include",
                ]),
            ],
            linkerSettings: [
                .unsafeFlags([
                    "-L" + libtorch + "/lib", "-Xlinker", "-rpath", "-Xlinker", libtorch + "/lib",
                ]),
                .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
            ]),
        .target(name: "Torch", dependencies: ["CTorch", "SafeTensors"]),
        .target(
            name: "Motion", dependencies: ["Signals", "SafeTensors", "Torch"],
            resources: [.copy("Resources")]),
        // Readers of whole sentences, on tensors; Affect alone builds without LibTorch.
        .target(
            name: "Encoders", dependencies: ["Signals", "SafeTensors", "Affect", "Torch"],
            resources: [.copy("Resources")]),
        .target(
            name: "Training",
            dependencies: [
                "Signals", "SafeTensors", "SettingsFiles", "Clips", "Torch", "Motion",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
        // Loops over pixels; quick in debug builds too, where Swift's are not.
        .target(name: "CPixels", cSettings: [.unsafeFlags(["-O2"])]),
        .target(
            name: "Stage",
            dependencies: ["Signals", "CSDL", "CGLES", "CPango", "CPixels", "CRsvg", "CLinux"],
            resources: [.copy("Resources")]),
        .target(name: "Sound", dependencies: ["Signals"]),
        .target(
            name: "Broadcast",
            dependencies: [
                "Signals", "LineFiles", "Sound",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        // Apart from Broadcast, so that outputs need no WebSocket.
        .target(
            name: "OBS",
            dependencies: [
                "Broadcast",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        // Moods, poses and words to other programs.
        .target(name: "OSC", dependencies: ["Signals", "Broadcast", "CLiblo"]),
        .target(
            name: "Desk",
            dependencies: [
                "Signals", "CQrencode",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ],
            resources: [.copy("Resources")]),

        // The evening, and the command that starts it.
        .target(
            name: "Show",
            dependencies: [
                "Signals", "SettingsFiles", "Chat", "Affect", "Encoders", "Motion", "Stage",
                "Broadcast", "OBS", "OSC", "Desk",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        // A show that is made to suffer, to see what it loses.
        .target(
            name: "Soak",
            dependencies: [
                "Signals", "Chat", "Broadcast", "Desk", "Show", "FakeYouTube",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .executableTarget(
            name: "CLI",
            dependencies: [
                "Signals", "Chat", "YouTubeAPI", "Affect", "Encoders", "Clips", "Torch", "Motion",
                "Training", "Stage", "Broadcast", "OBS", "Desk", "Show", "Soak",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // A YouTube for tests and demonstrations, on the loopback address.
        .target(
            name: "FakeYouTube",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "FakeYouTubeCommand",
            dependencies: [
                "FakeYouTube",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // System libraries, one module map each.
        .systemLibrary(
            name: "CSDL", pkgConfig: "sdl2",
            providers: [.apt(["libsdl2-dev"]), .brew(["sdl2"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(
            name: "CGLES", pkgConfig: "glesv2", providers: [.apt(["libgles-dev"])]),
        .systemLibrary(
            name: "CPango", pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
        .systemLibrary(
            name: "CRsvg", pkgConfig: "librsvg-2.0",
            providers: [.apt(["librsvg2-dev"]), .brew(["librsvg"])]),
        .systemLibrary(
            name: "CLiblo", pkgConfig: "liblo",
            providers: [.apt(["liblo-dev"]), .brew(["liblo"])]),
        .systemLibrary(
            name: "CQrencode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),

        .testTarget(name: "SignalsTests", dependencies: ["Signals"]),
        .testTarget(name: "SafeTensorsTests", dependencies: ["SafeTensors"]),
        .testTarget(
            name: "ChatTests",
            dependencies: [
                "Chat", "FakeYouTube", "Affect",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "YouTubeAPITests",
            dependencies: [
                "YouTubeAPI", "Chat", "Signals",
                .product(name: "GRPCCore", package: "grpc-swift-2"),
                .product(name: "GRPCNIOTransportHTTP2", package: "grpc-swift-nio-transport"),
                .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
        .testTarget(
            name: "AffectTests", dependencies: ["Affect"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "EncodersTests",
            dependencies: ["Encoders", "Signals", "SafeTensors", "Affect", "Torch"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "ClipsTests", dependencies: ["Clips"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "TorchTests", dependencies: ["TestSupport", "Torch"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "MotionTests", dependencies: ["Motion", "Torch"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "TrainingTests", dependencies: ["TestSupport", "Training", "Motion", "Clips"]),
        .testTarget(
            name: "StageTests", dependencies: ["Stage"], resources: [.copy("Snapshots")]),
        .testTarget(name: "SoundTests", dependencies: ["Sound", "Signals"]),
        .target(name: "TestSupport", path: "Tests/Support"),
        .testTarget(
            name: "BroadcastTests",
            dependencies: ["Broadcast", "Signals", "Sound", "TestSupport"]),
        .testTarget(
            name: "OBSTests",
            dependencies: [
                "OBS", "Broadcast", "Show", "Desk", "Motion", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .testTarget(name: "OSCTests", dependencies: ["OSC", "Broadcast", "Signals"]),
        .testTarget(
            name: "DeskTests",
            dependencies: [
                "Desk", "Signals", .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ]),
        .testTarget(
            name: "ShowTests",
            dependencies: [
                "Show", "Signals", "SettingsFiles", "Chat", "FakeYouTube", "Affect", "Broadcast",
                "Motion", "Desk", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(name: "SoakTests", dependencies: ["Soak", "Signals", "Motion", "Show"]),
        .testTarget(
            name: "CLITests",
            dependencies: [
                "CLI", "Signals", "Clips",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], resources: [.copy("Snapshots")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
