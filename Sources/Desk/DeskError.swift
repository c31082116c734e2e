/// Why the pages cannot be served.
public enum DeskError: Error, Equatable, CustomStringConvertible {
    /// A text that names no place.
    case address(String)
    /// The address is taken, or not this machine's.
    case cannotListen(address: String, reason: String)
    /// A page for this machine alone would be served to others.
    case reachable(address: String)
    /// A file of the pages' own is not there.
    case missing(file: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .address(let text):
            "\(text) is no address to serve pages at. Write HOST:PORT, as in 127.0.0.1:8088."
        case .cannotListen(let address, let reason):
            "The pages cannot be served at \(address) (\(reason)). Name another HOST:PORT."
        case .reachable(let address):
            "Stream keys are entered on this page, so it is served to this machine alone, and not at "
                + "\(address). Name 127.0.0.1:PORT."
        case .missing(let file):
            "The page \(file) is missing from this build. Build the program again."
        }
    }
}
