import Foundation
import TestSupport
import Testing

@testable import Broadcast

/// nginx with its RTMP module on the loopback address, which records what it gets.
final class StreamServer {
    /// Whether this machine has one: Debian's libnginx-mod-rtmp.
    static let isThere = program != nil && FileManager.default.fileExists(atPath: module)

    private static let module = "/usr/lib/nginx/modules/ngx_rtmp_module.so"
    private static let program = ["/usr/sbin/nginx", "/usr/bin/nginx"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let port: Int
    private let scratch: Scratch
    private var process: Process?

    /// A server that is not running yet; its recordings go into `scratch`.
    init(in scratch: Scratch, port: Int? = nil) throws {
        self.scratch = scratch
        self.port = try port ?? freePort()
        try FileManager.default.createDirectory(
            atPath: scratch.path("got"), withIntermediateDirectories: true)
        let settings = """
            load_module \(StreamServer.module);
            worker_processes 1; daemon off; master_process off;
            pid \(scratch.path("nginx.pid")); error_log \(scratch.path("nginx.log")) info;
            events { worker_connections 64; }
            rtmp {
              access_log off;
              server {
                listen 127.0.0.1:\(self.port); chunk_size 4096;
                application live {
                  live on; drop_idle_publisher 10s;
                  record all; record_path \(scratch.path("got")); record_unique on;
                }
              }
            }
            """
        try settings.write(
            toFile: scratch.path("nginx.conf"), atomically: true, encoding: .utf8)
    }

    deinit { stop() }

    /// Starts it; it listens when this returns.
    func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(StreamServer.program))
        process.arguments = [
            "-p", scratch.folder, "-c", scratch.path("nginx.conf"),
            "-e", scratch.path("nginx.log"),
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        while process.isRunning, !isListening(port) { usleep(5_000) }
        try #require(process.isRunning)
    }

    /// Kills it, as a machine that loses its power does.
    func stop() {
        guard let process else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// Stops it from reading, as a network does that goes away without a word; or lets it go on.
    func pause(_ isPaused: Bool) {
        if let process { kill(process.processIdentifier, isPaused ? SIGSTOP : SIGCONT) }
    }

    /// What was recorded, oldest first.
    func recordings() throws -> [String] {
        try scratch.names(in: "got").map { scratch.path("got/" + $0) }
    }

    /// The server's own log.
    var log: String {
        (try? String(contentsOfFile: scratch.path("nginx.log"), encoding: .utf8)) ?? ""
    }
}

/// Whether somebody takes connections on this port of the loopback address.
private func isListening(_ port: Int) -> Bool {
    let end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(end) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(end, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
