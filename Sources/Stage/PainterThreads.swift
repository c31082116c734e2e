import Foundation

#if os(Linux)
    import CLinux
#endif

/// The threads with which Mesa paints where there is no graphics card.
///
/// They sleep between pictures, and Linux then wakes them both on the core that woke them, where
/// they paint one after the other what they could paint side by side. So each gets a core of its
/// own: a 720p world enlarged every 20 ms takes 3.3 ms instead of 5.6 (median, 2 cores).
enum PainterThreads {
    private static let prefix = "llvmpipe-"

    /// Binds this process's painting threads to one core each; does nothing where there are none.
    static func spread() {
        #if os(Linux)
            let cores = allowedCores()
            guard cores.count > 1 else { return }
            for (thread, number) in painters() {
                let core = cores[number % cores.count]
                var bits = [UInt64](repeating: 0, count: core / 64 + 1)
                bits[core / 64] = 1 << UInt64(core % 64)
                // Refused, the threads paint as before: slower.
                _ = emotionmotion_bind_thread(thread, bits, UInt(8 * bits.count))
            }
        #endif
    }

    #if os(Linux)
        /// Each painting thread and its number, as Mesa names them: `llvmpipe-0` …
        private static func painters() -> [(thread: pid_t, number: Int)] {
            let folder = "/proc/self/task"
            let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return threads.compactMap { thread in
                guard let id = pid_t(thread),
                    let name = try? String(
                        contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8),
                    name.hasPrefix(prefix),
                    let number = Int(name.dropFirst(prefix.count).filter(\.isNumber))
                else { return nil }
                return (id, number)
            }
        }

        /// The cores that this process may run on, which a container may have cut.
        private static func allowedCores() -> [Int] {
            var bits = [UInt64](repeating: 0, count: 64)
            let filled = emotionmotion_cores_of_thread(0, &bits, UInt(8 * bits.count))
            guard filled > 0 else { return [] }
            return (0..<8 * filled).filter { bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        }
    #endif
}
