/// Why moods and poses cannot be sent over OSC, or nothing be heard.
public enum OSCError: Error, Equatable, CustomStringConvertible {
    /// No machine goes by this name, as far as this one can find out.
    case unknownHost(String, reason: String)
    /// The system gives no socket to send from.
    case noSocket(String)
    /// The place is taken, or not this machine's.
    case cannotListen(String, reason: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .unknownHost(let host, let reason):
            """
            No machine called \(host) can be found to send OSC to (\(reason)). See how its name is \
            written, or give its number, as in osc:192.168.1.20:9000.
            """
        case .noSocket(let reason):
            "This machine gives no socket to send OSC from (\(reason)). Leave the osc output out."
        case .cannotListen(let place, let reason):
            "OSC cannot be heard at \(place) (\(reason)). Name another HOST:PORT."
        }
    }
}
