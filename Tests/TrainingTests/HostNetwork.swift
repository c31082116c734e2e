import Foundation
import TestSupport

/// Machines of their own within this one: network namespaces, each with a cable to one switch, and
/// with another network beside it that leads nowhere.
///
/// Open files alone hold them, so they are gone with this object, and when the tests crash.
final class HostNetwork: Sendable {
    /// Whether this machine lets the tests make such networks: Linux, with the right to, and with `ip`
    /// and `nsenter`.
    static let isAllowed = (try? HostNetwork(hosts: 1)) != nil

    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    private let hub: Int32
    private let hosts: [Int32]

    /// A network of `count` machines, whose cables are in.
    init(hosts count: Int) throws {
        // A thread that has gone into another network is not used again.
        let made = try onThreads(1) { _ in try (0...count).map { _ in try Self.newNamespace() } }[0]
            .get()
        hub = made[0]
        hosts = Array(made.dropFirst())
        try run("ip link add switch type bridge && ip link set switch up", in: hub)
        for (host, namespace) in hosts.enumerated() {
            try run(
                """
                ip link set lo up
                ip link add away type veth peer name nowhere
                ip address add 192.168.77.7/24 dev away
                ip link set nowhere up
                ip link set away up
                ip route add default via 192.168.77.1
                ip link add cable type veth peer name port\(host) netns \(path(of: hub))
                ip address add \(address(of: host))/24 dev cable
                ip link set cable up
                """, in: namespace)
            try run("ip link set port\(host) master switch up", in: hub)
        }
    }

    deinit { for namespace in [hub] + hosts { close(namespace) } }

    /// A host's address on the switch's network.
    func address(of host: Int) -> String { "10.83.0.\(host + 1)" }

    /// What this thread does from now on with networks, a host does.
    func enter(_ host: Int) throws {
        guard let enter = Self.symbol("setns", as: (@convention(c) (Int32, Int32) -> Int32).self),
            enter(hosts[host], Self.newNetwork) == 0
        else { throw Refused(description: "setns: \(errno)") }
    }

    /// Pulls a host's cable out of the switch.
    func cut(_ host: Int) throws { try run("ip link set port\(host) down", in: hub) }

    /// Puts it back.
    func restore(_ host: Int) throws { try run("ip link set port\(host) up", in: hub) }

    private func path(of namespace: Int32) -> String { "/proc/\(getpid())/fd/\(namespace)" }

    private func run(_ commands: String, in namespace: Int32) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "nsenter", "--net=\(path(of: namespace))", "sh", "-ec",
            "PATH=$PATH:/usr/sbin:/sbin\n\(commands)",
        ]
        let said = Pipe()
        process.standardError = said
        try process.run()
        let words = said.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Refused(description: String(decoding: words, as: UTF8.self))
        }
    }

    // Swift's module of glibc does not have these two.
    private static let newNetwork: Int32 = 0x4000_0000

    private static func symbol<Function>(_ name: String, as: Function.Type) -> Function? {
        dlsym(dlopen(nil, RTLD_NOW), name).map { unsafeBitCast($0, to: Function.self) }
    }

    private static func newNamespace() throws -> Int32 {
        guard let leave = symbol("unshare", as: (@convention(c) (Int32) -> Int32).self),
            leave(newNetwork) == 0
        else { throw Refused(description: "unshare: \(errno)") }
        let opened = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw Refused(description: "open: \(errno)") }
        return opened
    }
}
