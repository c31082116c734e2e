import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Signals
import Testing

@testable import Desk

/// The interface for programs, held to its own description.
@Suite struct InterfaceTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    private func ask(
        _ method: HTTPRequest.Method, _ path: String, body: String? = nil
    ) async throws -> TestResponse {
        try await pages.ask(method, "/api/v1/" + path, pages.bearer, body: body)
    }

    private func description() async throws -> [String: Any] {
        let response = try await pages.ask(.get, "/api/v1/openapi.json")
        #expect(response.status == .ok)
        let object = try JSONSerialization.jsonObject(with: Data(response.text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test func everyPathThatIsDescribedIsThereAndNoOtherMethod() async throws {
        let paths = try #require(try await description()["paths"] as? [String: [String: Any]])
        #expect(paths.count == 11)
        for (path, methods) in paths where path.hasPrefix("/api/v1/") {
            let place = String(path.dropFirst("/api/v1/".count))
                .replacingOccurrences(of: "{name}", with: "camera")
            for method in ["GET", "PUT", "POST", "DELETE", "PATCH", "TRACE"] {
                guard methods[method.lowercased()] == nil else { continue }
                let asked = try #require(HTTPRequest.Method(rawValue: method))
                let response = try await ask(asked, place)
                #expect(response.status == .methodNotAllowed, "\(method) \(path)")
                let allowed = Set((response.headers[.allow] ?? "").split(separator: ", "))
                #expect(allowed == Set(methods.keys.map { Substring($0.uppercased()) }))
            }
        }
    }

    @Test func theExamplesAreTaken() async throws {
        for body in [
            #"{"do":"nudge","emotion":"surprise","strength":0.8}"#, #"{"do":"words","on":false}"#,
            #"{"do":"hold","emotion":"fear"}"#, #"{"do":"release"}"#, #"{"do":"calm"}"#,
            #"{"do":"tune","pace":0.5}"#, #"{"do":"title","words":"Part two"}"#,
        ] {
            #expect(try await ask(.post, "commands", body: body).status == .accepted, "\(body)")
        }
        #expect(pages.board.takeCommands().count == 7)
    }

    @Test func aMoodIsHeldAndGivenBack() async throws {
        let response = try await ask(.put, "mood", body: #"{"mood":{"anger":0.5,"fear":0.5}}"#)
        #expect(response.status == .accepted)
        #expect(try await ask(.put, "mood", body: #"{"emotion":"fear"}"#).status == .accepted)
        #expect(try await ask(.delete, "mood").status == .accepted)
        let half = try Mood([0.5, 0, 0.5, 0, 0, 0, 0])
        #expect(pages.board.takeCommands() == [.set(half), .set(Mood(.fear)), .release])
    }

    @Test func theShowEndsByItsOwnPathAlone() async throws {
        #expect(
            try await ask(.post, "commands", body: #"{"do":"end"}"#).status == .badRequest)
        #expect(pages.board.takeCommands().isEmpty)
        let set = try await ask(.post, "commands", body: #"{"do":"set","mood":{"fear":1}}"#)
        #expect(set.status == .badRequest && pages.board.takeCommands().isEmpty)
        #expect(try await ask(.post, "end").status == .accepted)
        #expect(pages.board.takeCommands() == [.end])
    }

    @Test func aLockedDeskIsLockedForProgramsToo() async throws {
        let lock = #"{"do":"lock","keep":"others","by":"stage left"}"#
        #expect(try await ask(.post, "commands", body: lock).status == .accepted)
        for (method, path) in [(HTTPRequest.Method.delete, "mood"), (.post, "end")] {
            let refused = try await ask(method, path)
            #expect(refused.status.code == 423 && refused.text.contains("stage left"))
        }
        let own = #"{"do":"release","by":"stage left"}"#
        #expect(try await ask(.post, "commands", body: own).text == #"{"number":2}"#)
    }

    @Test func everyWordOfTheDeskIsDescribed() async throws {
        let components = try await description()["components"] as? [String: Any]
        let schemas = components?["schemas"] as? [String: [String: Any]]
        let kinds = try #require(schemas?["Command"]?["oneOf"] as? [[String: Any]])
        let described = kinds.flatMap { kind -> [String] in
            let word = (kind["properties"] as? [String: [String: Any]])?["do"]
            return word?["enum"] as? [String] ?? [word?["const"] as? String].compactMap { $0 }
        }
        // These have paths of their own.
        let elsewhere = ["set", "end", "issue", "withdraw"]
        #expect(Set(described).isDisjoint(with: elsewhere))
        #expect(Set(described).union(elsewhere) == DeskCommand.everyWord)
    }

    @Test func theNewestStateIsTold() async throws {
        var state = DeskState()
        state.time = 12
        state.roomMood = Mood(.sadness)
        state.outputs = [.init(name: "window", sent: 3, dropped: 1)]
        pages.board.remember(state)
        #expect(try await ask(.get, "state").text.contains(#""time":12"#))
        #expect(try await ask(.get, "mood").text.contains(#""sadness":1"#))
        #expect(try await ask(.get, "outputs").text.contains(#""dropped":1"#))
        #expect(try await ask(.get, "history").text.hasPrefix("[[12,"))
    }

    @Test func keysAreIssuedOnceAndTakenBack() async throws {
        let response = try await ask(.put, "inputs/camera")
        #expect(response.status == .created && response.text.contains(#""key":""#))
        let list = try await ask(.get, "inputs")
        #expect(list.text.contains(#""name":"camera""#) && !list.text.contains("key"))
        #expect(try await ask(.put, "inputs/.camera").status == .badRequest)
        #expect(try await ask(.delete, "inputs/camera").status == .noContent)
        #expect(try await ask(.delete, "inputs/camera").status == .notFound)
        #expect(
            pages.board.takeCommands() == [.issue(input: "camera"), .withdraw(input: "camera")])
    }

    @Test func aLockedDeskMakesAndWithdrawsNoKey() async throws {
        #expect(try await ask(.put, "inputs/camera").status == .created)
        #expect(try await ask(.post, "commands", body: #"{"do":"lock"}"#).status == .accepted)
        #expect(try await ask(.put, "inputs/button").status.code == 423)
        #expect(try await ask(.delete, "inputs/camera").status.code == 423)
        #expect(pages.board.inputs.list.map(\.name) == ["camera"])
    }

    @Test(arguments: [
        #"{"do":"issue","input":"camera"}"#, #"{"do":"withdraw","input":"camera"}"#,
    ])
    func keysHavePathsOfTheirOwn(body: String) async throws {
        #expect(try await ask(.post, "commands", body: body).status == .badRequest)
        #expect(pages.board.takeCommands().isEmpty && pages.board.inputs.list.isEmpty)
    }

    @Test(arguments: ["0", "1001", "x", "1.5", ""])
    func eventsAreCounted(count: String) async throws {
        #expect(try await ask(.get, "events?count=\(count)").status == .badRequest)
        pages.board.publish(DeskState())
        pages.board.close()
        await pages.board.distribute()
        let response = try await ask(.get, "events?count=1")
        #expect(response.status == .ok && response.text.contains("\ndata: {"))
    }

    @Test func theRoomsNetworkHasNoInterface() async throws {
        for path in ["state", "openapi.json", "inputs"] {
            let response = try await pages.ask(
                .get, "/api/v1/" + path, pages.bearer, withDesk: false)
            #expect(response.status == .notFound)
        }
    }
}
