import Foundation
import Testing

@testable import Desk

@Suite struct DeskServerTests {
    /// Whether somebody listens at a port of this machine.
    private func answers(_ port: Int) -> Bool {
        let end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(end) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(end, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    @Test func pagesThatBreakDownAreOpenedAgainAtTheSameAddress() async throws {
        let board = DeskBoard()
        let server = try await DeskServer.open(
            desk: WebAddress(host: "127.0.0.1", port: 0), gallery: nil, board: board)
        let link = try #require(server.deskLink)
        let port = try #require(URL(string: link)?.port)
        #expect(answers(port))
        server.breakDown()
        var troubles: [String] = []
        for _ in 0..<1_000 where troubles.count < 2 {
            try await Task.sleep(for: .milliseconds(10))
            troubles += board.takeTroubles()
        }
        #expect(troubles.first?.contains("are gone") == true)
        #expect(troubles.last == "The pages at 127.0.0.1:\(port) are back.")
        #expect(answers(port))
        server.close()
    }
}
