import Signals
import Testing

@testable import OSC

/// What programs say to the room.
@Suite struct OSCInputTests {
    private static let key = "0123456789abcdef"

    private func voice(_ address: String, _ numbers: Float...) -> OSCVoice? {
        OSCVoice(OSCMessage(address, numbers: numbers))
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let messages = [
            OSCMessage("/a", [.integer(-7), .number(0.5), .text("größer 😀")]),
            OSCMessage("/b", []), OSCMessage("/emotionmotion/gallery/x/fear", numbers: [1]),
        ]
        #expect(OSCReading.messages(in: OSCPacket.bytes(of: messages)) == messages)
    }

    @Test func doublesAndSwitchesAreNumbersToo() {
        let bytes = Array("/a\0\0,dTF\0\0\0\0".utf8) + [0x3F, 0xE0, 0, 0, 0, 0, 0, 0]
        #expect(
            OSCReading.messages(in: bytes)
                == [OSCMessage("/a", [.number(0.5), .integer(1), .integer(0)])])
    }

    @Test func whatDoesNotReadWholeIsNothing() {
        let whole = OSCPacket.bytes(of: [OSCMessage("/a", [.text("b"), .number(1)])])
        for length in 1..<whole.count where length != 16 {
            #expect(OSCReading.messages(in: Array(whole[..<length])) == nil, "\(length)")
        }
        #expect(OSCReading.messages(in: []) == nil)
        #expect(OSCReading.messages(in: Array("#bundle\0".utf8)) == nil)
    }

    @Test func nonsenseNeverReadsBeyondItself() {
        var random = SeededBytes(seed: 7)
        let whole = OSCPacket.bytes(of: [OSCMessage("/a/b", [.text("text"), .number(1)])])
        for _ in 1...20_000 {
            var bytes = whole
            for _ in 0...random.next(4) {
                bytes[random.next(bytes.count)] = UInt8(random.next(256))
            }
            _ = OSCReading.messages(in: Array(bytes.prefix(random.next(bytes.count + 1))))
        }
    }

    @Test func bundlesInBundlesHaveAnEnd() {
        var bytes = OSCPacket.bytes(of: [OSCMessage("/a", [])])
        for _ in 1...20 {
            let size = UInt32(bytes.count)
            let length = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> UInt32($0)) }
            bytes = Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1] + length + bytes
        }
        #expect(OSCReading.messages(in: bytes) == nil)
        let many = [OSCMessage](repeating: OSCMessage("/a", []), count: 200)
        #expect(OSCReading.messages(in: OSCPacket.bytes(of: many)) == nil)
    }

    @Test func aButtonIsAFeelingAndAFaderItsStrength() throws {
        let address = "/emotionmotion/gallery/\(Self.key)"
        #expect(voice("\(address)/anger")?.mood == Mood(.anger))
        #expect(voice("\(address)/anger")?.key == Self.key)
        #expect(voice("\(address)/fear", 0.5)?.mood[.fear] == 0.5)
        #expect(voice(address, 1, 0, 1, 0, 0, 0, 0)?.mood[.fear] == 0.5)
    }

    @Test func whatIsNoFeelingIsNotHeard() {
        let address = "/emotionmotion/gallery/\(Self.key)"
        // A button let go of, beyond what is, not a number, too many, too few, no emotion, elsewhere.
        #expect(voice("\(address)/fear", 0) == nil && voice("\(address)/fear", 1.5) == nil)
        #expect(OSCVoice(OSCMessage("\(address)/fear", [.number(.nan)])) == nil)
        #expect(voice("\(address)/fear", 1, 1) == nil && voice(address, 1) == nil)
        #expect(voice(address, 0, 0, 0, 0, 0, 0, 0) == nil && voice("\(address)/hunger", 1) == nil)
        #expect(voice("/elsewhere/\(Self.key)/fear", 1) == nil && voice("/", 1) == nil)
        #expect(OSCVoice(OSCMessage("\(address)/fear", [.text("1")])) == nil)
    }

    @Test func whatIsSentIsHeardWithWhereItCameFrom() throws {
        let input = try OSCInput(host: "127.0.0.1", port: 0)
        #expect(input.take().isEmpty)
        let socket = try OSCSocket(host: "127.0.0.1", port: input.port)
        let message = OSCMessage("/emotionmotion/gallery/\(Self.key)/sadness", numbers: [1])
        #expect(socket.send(Array("nonsense".utf8)) == .sent)
        #expect(socket.send([UInt8](repeating: 0, count: 9_000)) == .sent)
        #expect(socket.send(OSCPacket.bytes(of: [message])) == .sent)
        let voice = try #require(OSCVoice(message))
        #expect(input.take() == [.init(voice: voice, place: "127.0.0.1")])
        for _ in 0..<OSCInput.mostAtOnce + 6 { _ = socket.send(OSCPacket.bytes(of: [message])) }
        #expect(input.take().count == OSCInput.mostAtOnce && input.take().count == 6)
    }

    @Test func aPortThatIsTakenIsNamed() throws {
        let input = try OSCInput(host: "127.0.0.1", port: 0)
        let error = #expect(throws: OSCError.self) {
            try OSCInput(host: "127.0.0.1", port: input.port)
        }
        #expect(error?.description.contains("127.0.0.1:\(input.port)") == true)
    }
}

/// The same bytes each time.
private struct SeededBytes {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next(_ below: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % below
    }
}
