import Foundation

/// When this process was started, by the monotonic clock: loading LibTorch counts too.
func launchTime() -> ContinuousClock.Instant {
    let now = ContinuousClock.now
    #if os(Linux)
        // Field 22 of stat is the start in clock ticks since the machine's own; the name in field 2 may
        // hold spaces, so count after its bracket. /proc/uptime has hundredths of a second.
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let uptime = try? String(contentsOfFile: "/proc/uptime", encoding: .utf8),
            let bracket = stat.lastIndex(of: ")"),
            let seconds = uptime.split(separator: " ").first.flatMap({ Double($0) })
        else { return now }
        let fields = stat[stat.index(after: bracket)...].split(separator: " ")
        guard fields.count > 19, let ticks = Double(fields[19]) else { return now }
        let age = seconds - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        return now - .seconds(max(0, age))
    #else
        return now
    #endif
}
