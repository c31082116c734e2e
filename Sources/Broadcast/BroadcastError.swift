/// Why an output cannot be opened. All are found before the show begins.
public enum BroadcastError: Error, Equatable, CustomStringConvertible {
    /// The text names no output.
    case unknownAddress(String)
    /// The output is known, but this version cannot send there.
    case notInThisVersion(String)
    /// Two outputs would write over each other.
    case twice(String)
    /// The encoder's program is not there.
    case encoderMissing(program: String)
    /// H.264 in 4:2:0 needs an even width and height.
    case oddSize(width: Int, height: Int)
    /// A file or folder cannot be written.
    case unwritable(path: String, reason: String)
    /// A folder for frames already holds some.
    case framesThere(folder: String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .unknownAddress(let text):
            """
            "\(text)" is not an output. Use window, FILE.mp4, frames:FOLDER, poses:FILE, \
            rtmp://…, rtmps://…, srt://…, obs or osc:HOST:PORT.
            """
        case .notInThisVersion(let name):
            """
            This version cannot send to \(name) yet. Use window, FILE.mp4, frames:FOLDER, \
            poses:FILE or a stream's address.
            """
        case .twice(let name): "The output \(name) is given twice. Name it once."
        case .encoderMissing(let program):
            """
            The encoder \(program) was not found. Install ffmpeg (Debian: apt install ffmpeg; \
            macOS: brew install ffmpeg) and see that it is in PATH.
            """
        case .oddSize(let width, let height):
            "A video of \(width)x\(height) cannot be encoded. Choose an even width and height."
        case .unwritable(let path, let reason):
            "\(path) cannot be written: \(reason). Choose another place, or make this one writable."
        case .framesThere(let folder):
            "\(folder) already holds numbered frames. Choose an empty folder, or empty this one."
        }
    }
}
