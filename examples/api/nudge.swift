// Nudges a show towards an emotion and prints the moods before and a second after.
//
//     swift examples/api/nudge.swift http://127.0.0.1:8088 TOKEN surprise

import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

struct Show {
    var address: URL
    var token: String

    struct Moods: Decodable {
        var room: [String: Double]
        var dancer: [String: Double]
    }

    func moods() async throws -> Moods {
        try JSONDecoder().decode(Moods.self, from: try await ask("GET", "mood"))
    }

    func nudge(towards emotion: String, strength: Double) async throws {
        let command: [String: Any] = ["do": "nudge", "emotion": emotion, "strength": strength]
        _ = try await ask("POST", "commands", try JSONSerialization.data(withJSONObject: command))
    }

    private func ask(_ method: String, _ path: String, _ body: Data? = nil) async throws -> Data {
        var request = URLRequest(url: address.appendingPathComponent("api/v1/" + path))
        request.httpMethod = method
        request.httpBody = body
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Refused(status: status, words: String(decoding: data, as: UTF8.self))
        }
        return data
    }
}

struct Refused: Error {
    var status: Int
    var words: String
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let address = URL(string: arguments[1]) else {
    print("Usage: swift nudge.swift http://HOST:PORT TOKEN EMOTION")
    exit(2)
}
let show = Show(address: address, token: arguments[2])
let emotion = arguments[3]
let before = try await show.moods().dancer[emotion] ?? 0
try await show.nudge(towards: emotion, strength: 1)
try await Task.sleep(nanoseconds: 1_000_000_000)
let after = try await show.moods().dancer[emotion] ?? 0
print("\(emotion): \(Int(before * 100)) % -> \(Int(after * 100)) %")
