import Foundation

@testable import Desk

/// One connection, byte by byte, as no browser would use it. Nothing here waits longer than a minute.
final class RawConnection: Sendable {
    private let descriptor: Int32
    private static let patience: Int32 = 60_000

    /// Connects to a port of this machine, from one of its own numbers; nil where nobody takes it up.
    init?(to port: Int, from source: String = "127.0.0.1") {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var own = Self.place(source, port: 0)
        var other = Self.place("127.0.0.1", port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen =
            descriptor >= 0
            && withUnsafeBytes(of: &own) {
                bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, size) == 0
            }
            && withUnsafeBytes(of: &other) {
                connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, size)
                    == 0
            }
        guard isOpen else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    private static func place(_ number: String, port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        inet_pton(AF_INET, number, &address.sin_addr)
        return address
    }

    /// Whether there is something to read (or an end to see) within so many milliseconds.
    private func isReady(for events: Int32, within milliseconds: Int32) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&wanted, 1, milliseconds) > 0
    }

    /// Sends what the system takes at once; nil when the other side has hung up.
    func push(_ bytes: [UInt8]) -> Int? {
        let sent = bytes.withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if sent >= 0 { return sent }
        return errno == EAGAIN ? 0 : nil
    }

    /// What has come so far, without waiting; nil once the other side has hung up.
    func pull() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count > 0 { return Array(bytes[..<count]) }
        return count < 0 && errno == EAGAIN ? [] : nil
    }

    /// Sends a text, then reads until the text holds `mark` or the other side hangs up.
    func exchange(_ text: String, until mark: String = "\r\n\r\n") -> String {
        var waiting = Array(text.utf8)[...]
        while !waiting.isEmpty, let sent = push(Array(waiting)) {
            waiting = waiting.dropFirst(sent)
            guard sent > 0 || isReady(for: POLLOUT, within: Self.patience) else { break }
        }
        return read(until: mark)
    }

    /// Reads until the text holds `mark` or the other side hangs up.
    func read(until mark: String) -> String {
        var text = ""
        while !text.contains(mark), isReady(for: POLLIN, within: Self.patience) {
            guard let bytes = pull() else { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        return text
    }

    /// Sends a head and then the same bytes again and again, until so many were sent, the other side
    /// hung up, or it takes nothing for a minute; what it answered, and how many bytes it took.
    func flood(_ head: String, with chunk: [UInt8], upTo most: Int) -> (answer: String, sent: Int) {
        guard push(Array(head.utf8)) != nil else { return ("", 0) }
        var answer = ""
        var sent = 0
        var waiting = chunk[...]
        while sent < most {
            if let bytes = pull() {
                answer += String(decoding: bytes, as: UTF8.self)
            } else {
                break
            }
            guard let count = push(Array(waiting)) else { break }
            sent += count
            waiting = waiting.dropFirst(count)
            if waiting.isEmpty { waiting = chunk[...] }
            guard count > 0 || isReady(for: POLLIN | POLLOUT, within: Self.patience) else { break }
        }
        while let bytes = pull(), !bytes.isEmpty {
            answer += String(decoding: bytes, as: UTF8.self)
        }
        return (answer, sent)
    }

    /// Sends a text a byte at a time with a pause after each, again and again; true when the other
    /// side hung up within a minute.
    func dribble(_ text: String) -> Bool {
        let end = Date().addingTimeInterval(Double(Self.patience) / 1_000)
        while Date() < end {
            for byte in text.utf8 {
                guard push([byte]) != nil, pull() != nil, Date() < end else { return Date() < end }
                usleep(20_000)
            }
        }
        return false
    }
}

/// Does work that waits on a thread of its own: the server needs those that Swift's tasks share.
func apart<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}

/// A real server on ports of its own, and its board.
struct RealServer {
    let board: DeskBoard
    let server: DeskServer
    let token: String
    let desk: Int
    let gallery: Int

    /// Opens one whose room's time stands still.
    init(_ limits: ServerLimits = ServerLimits()) async throws {
        let start = ContinuousClock.now
        board = DeskBoard { start }
        let free = WebAddress(host: "127.0.0.1", port: 0)
        server = try await DeskServer.open(
            desk: free, gallery: WebAddress(host: "127.0.0.1", port: 0), board: board,
            limits: limits)
        let link = URL(string: server.deskLink ?? "")
        token = link?.query?.replacingOccurrences(of: "token=", with: "") ?? ""
        desk = link?.port ?? 0
        gallery = URL(string: server.galleryLink)?.port ?? 0
    }

    /// Asks once and hangs up; the answer's head and as much of its body as came with it.
    func ask(
        _ line: String, _ headers: [String] = [], body: String = "",
        gallery isGallery: Bool = false,
        host: String? = nil, from source: String = "127.0.0.1"
    ) async -> String {
        let port = isGallery ? gallery : desk
        var lines = ["\(line) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"] + headers
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        return await apart {
            RawConnection(to: port, from: source)?.exchange(text) ?? "nobody took it up"
        }
    }

    var bearer: String { "Authorization: Bearer \(token)" }
}

extension String {
    /// The number of the answer that this text begins with; 0 where it is none.
    var status: Int { Int(dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0 }
}
