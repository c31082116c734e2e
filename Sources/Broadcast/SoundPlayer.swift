import Foundation
import Signals
import Sound
import Subprocess
import Synchronization

/// Music from files, or a live input, through an ffmpeg process that is started again when it ends.
final class SoundPlayer: SoundSource {
    private let address: SoundAddress
    private let program: String
    private let waits: Bool
    private let report: @Sendable (String) -> Void
    private let sound: SoundBuffer
    private let group = ProcessGroup()
    private let work = Mutex<Task<Void, Never>?>(nil)

    /// A player; `waits` is for recordings made as fast as the machine can, which wait for the music.
    ///
    /// Throws `BroadcastError` when ffmpeg is missing or a folder holds nothing.
    init(
        _ address: SoundAddress, program: String, waits: Bool,
        report: @escaping @Sendable (String) -> Void
    ) throws(BroadcastError) {
        if address.inputs.isEmpty { throw .unknownSound(address.description) }
        self.address = address
        self.program = try locate(program: program)
        self.waits = waits
        self.report = report
        // A file is read ahead; what is live is not kept, or it would come later and later.
        let seconds = address.isLive ? 0.2 : 2
        sound = SoundBuffer(
            room: 2 * Int(seconds * Double(SoundRate.framesPerSecond)), isLive: address.isLive)
    }

    func start() {
        work.withLock { work in
            if work == nil { work = Task { await play() } }
        }
    }

    func finish() {
        sound.close()
        group.kill()
    }

    func add(to mix: UnsafeMutableBufferPointer<Float>, mood: Mood) {
        sound.take(into: mix, waiting: waits ? 5 : 0)
    }

    /// Plays every input in turn until `finish`.
    private func play() async {
        var failures = 0
        while !sound.isClosed {
            for input in address.inputs where !sound.isClosed {
                let before = sound.received
                let reason = await run(input)
                guard !sound.isClosed else { return }
                failures = sound.received > before ? 0 : failures + 1
                if failures > 0 || address.isLive {
                    if failures <= 3 { report("\(input.last ?? ""): \(reason)") }
                    try? await Task.sleep(for: .milliseconds(min(250 * (failures + 1), 2000)))
                }
            }
        }
    }

    /// One ffmpeg, from its start to its end; gives its last words.
    private func run(_ input: [String]) async -> String {
        let pipe: PicturePipe
        do { pipe = try PicturePipe() } catch { return "\(error)" }
        var options = PlatformOptions()
        options.processGroupID = 0
        let arguments =
            ["-hide_banner", "-nostats", "-loglevel", "error", "-nostdin"] + input
            // A sound card's second is not the machine's: its sound is stretched to its time stamps.
            + (address.isLive ? ["-af", "aresample=async=1000"] : [])
            + ["-vn", "-ar", "48000", "-ac", "2", "-f", "f32le", "pipe:1"]
        let reading = Task { await onOwnThread { self.sound.fill(from: pipe.readEnd) } }
        do {
            let result = try await Subprocess.run(
                .path(.init(program)), arguments: Arguments(arguments),
                environment: EncoderChild.environment, platformOptions: options, input: .none,
                output: .fileDescriptor(
                    .init(rawValue: pipe.handOverWriteEnd()), closeAfterSpawningProcess: true),
                error: .sequence
            ) { execution in
                group.begin(execution.processIdentifier.value)
                var words = "it ended"
                for try await line in execution.standardError.strings() {
                    words = String(line.trimmingCharacters(in: .whitespacesAndNewlines).prefix(300))
                }
                return words
            }
            group.end()
            await reading.value
            return result.closureResult
        } catch {
            group.end()
            await reading.value
            return "\(error)"
        }
    }
}

/// Sound between the process that plays it and the mix.
///
/// `@unchecked Sendable`: every stored property is read and written under `condition`.
final class SoundBuffer: @unchecked Sendable {
    private let condition = NSCondition()
    private let isLive: Bool
    private var ring: [Float]
    private var first = 0
    private var count = 0
    private var isOver = false
    private var numbers = 0

    /// A buffer of `room` numbers, left and right in turn. When it is full a file waits, and what is
    /// live loses its oldest.
    init(room: Int, isLive: Bool) {
        ring = [Float](repeating: 0, count: room)
        self.isLive = isLive
    }

    var isClosed: Bool { condition.withLock { isOver } }

    /// Numbers that came in so far.
    var received: Int { condition.withLock { numbers } }

    func close() {
        condition.withLock {
            isOver = true
            condition.broadcast()
        }
    }

    /// Reads what a process writes until it ends, then closes the descriptor.
    func fill(from descriptor: CInt) {
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        var held = 0
        while true {
            let got = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress! + held, $0.count - held)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            held += got
            let whole = held - held % 8
            let isOpen = bytes.withUnsafeBytes { raw in
                put(UnsafeRawBufferPointer(rebasing: raw[0..<whole]).bindMemory(to: Float.self))
            }
            bytes.replaceSubrange(0..<(held - whole), with: Array(bytes[whole..<held]))
            held -= whole
            guard isOpen else { break }
        }
        close_(descriptor)
    }

    /// Takes sound in; false once the buffer is closed.
    func put(_ sound: UnsafeBufferPointer<Float>) -> Bool {
        condition.withLock {
            for number in sound {
                while count == ring.count, !isOver {
                    if isLive {
                        // A whole frame, or left would become right.
                        first = (first + 2) % ring.count
                        count -= 2
                    } else {
                        condition.broadcast()
                        condition.wait()
                    }
                }
                if isOver { return false }
                ring[(first + count) % ring.count] = number
                count += 1
                numbers += 1
            }
            condition.broadcast()
            return true
        }
    }

    /// Adds the next sound to the mix; where it has not come in time the rest stays as it is.
    func take(into mix: UnsafeMutableBufferPointer<Float>, waiting seconds: Double) {
        condition.withLock {
            let end = Date(timeIntervalSinceNow: seconds)
            while count < mix.count, !isOver, seconds > 0, condition.wait(until: end) {}
            let taken = min(mix.count, count - count % 2)
            for index in 0..<taken { mix[index] += ring[(first + index) % ring.count] }
            first = (first + taken) % ring.count
            count -= taken
            condition.broadcast()
        }
    }
}

/// `close(2)`, which a type with a `close` of its own hides.
private func close_(_ descriptor: CInt) { close(descriptor) }
