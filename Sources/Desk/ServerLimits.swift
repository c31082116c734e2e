import Foundation

/// What one server puts up with before it sends somebody away.
struct ServerLimits: Sendable {
    /// Connections at once at most; more wait to be taken up.
    var connections = 4_500
    /// Connections of one network address at most; more are closed at once. A room of 2,000 phones may
    /// come through one router, and whoever opens more than a room leaves a third to others.
    var connectionsOfOneAddress = 3_000
    /// In which a whole request must have come, from the connection or from the last answer on.
    var secondsForARequest = 20.0
    /// In which whoever is sent away may still read why.
    var secondsToReadTheRefusal = 1.0
    /// Bytes of a request's body that are taken at all.
    static let body = 16 * 1024

    /// These limits where several servers share the files that this program may have open, of which
    /// the show keeps `reserve` to itself.
    func shared(by servers: Int, openFiles: Int, reserve: Int = 400) -> ServerLimits {
        var limits = self
        limits.connections = min(connections, max(16, (openFiles - reserve) / max(1, servers)))
        limits.connectionsOfOneAddress = min(connectionsOfOneAddress, limits.connections * 2 / 3)
        return limits
    }
}

/// How many files, sockets among them, this program may have open.
enum OpenFiles {
    /// Asks for as many as pages can use, and tells how many there are.
    ///
    /// Systems begin with 1,024, which a room of phones uses up, and then the show itself could open
    /// neither files nor encoders.
    static func raised(to wanted: Int = 10_240) -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return 1_024 }
        if limit.rlim_cur < wanted {
            var more = limit
            more.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
            if setrlimit(resource, &more) == 0 { limit = more }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
