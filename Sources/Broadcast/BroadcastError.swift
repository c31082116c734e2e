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
    /// A stream's address holds a key, which others can read in the list of processes.
    case keyInAddress(String)
    /// A stream's address holds a name and a password.
    case passwordInAddress(String)
    /// A stream's address has no stream name, and no key was given.
    case noKey(String)
    /// A stream's address has nothing after its server.
    case noApplication(String)
    /// A line of a key file, or of the environment's variable, is no key.
    case badKeyLine(place: String, line: Int)
    /// A key file is not there, may not be read or is empty.
    case unreadableKeyFile(String)
    /// The text names no sound, or a file or folder of music that is not there or is empty.
    case unknownSound(String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .unknownAddress(let text):
            """
            "\(text)" is not an output. Use window, FILE.mp4, FILE.mov, frames:FOLDER, \
            poses:FILE, rtmp://…, rtmps://…, srt://…, obs or osc:HOST:PORT.
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
        case .keyInAddress(let name):
            """
            The address \(name) holds your stream key, where everybody on this machine can read it. \
            Leave the key out of the address and put it into a file for --stream-key-file, or into \
            the environment as \(StreamKeys.variable).
            """
        case .passwordInAddress(let name):
            """
            The address \(name) holds a name and a password, where everybody on this machine can \
            read them, and cannot be used. Streams prove themselves with a key: --stream-key-file.
            """
        case .noKey(let name):
            """
            The stream \(name) has no key. Put it into a file for --stream-key-file, or into the \
            environment as \(StreamKeys.variable); a server of your own may also take the stream's \
            name in the address, as in rtmp://host/live/name.
            """
        case .noApplication(let name):
            "The stream \(name) names no application. Write it as in \(name)/live."
        case .badKeyLine(let place, let line):
            """
            Line \(line) of \(place) is no stream key. Write the key alone, or the server's name, a \
            space and its key.
            """
        case .unreadableKeyFile(let path):
            "The key file \(path) cannot be read, or holds no key. Write the stream key into it."
        case .unknownSound(let text):
            """
            "\(text)" is no sound. Use silence, score, pulse:NAME, alsa:NAME, or a file or folder of \
            music that is there.
            """
        }
    }
}
