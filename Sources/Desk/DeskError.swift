/// Why the pages cannot be served.
public enum DeskError: Error, Equatable, CustomStringConvertible {
    case address(String)
    case cannotListen(address: String, reason: String)
    case missing(file: String)

    public var description: String {
        switch self {
        case .address(let text):
            "\(text) is no address to serve pages at. Write HOST:PORT, as in 127.0.0.1:8088."
        case .cannotListen(let address, let reason):
            "The pages cannot be served at \(address) (\(reason)). Name another HOST:PORT."
        case .missing(let file):
            "The page \(file) is missing from this build. Build the program again."
        }
    }
}
