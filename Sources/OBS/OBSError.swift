/// Why OBS does not do what it was asked to.
public enum OBSError: Error, Equatable, CustomStringConvertible {
    /// The text names no OBS.
    case badAddress(String)
    /// Nothing listens at the address.
    case notThere(OBSAddress)
    /// Something listens at the address and is not OBS.
    case notOBS(OBSAddress, reason: String)
    /// OBS wants a password and none was given.
    case noPassword(OBSAddress)
    /// OBS does not take the password.
    case wrongPassword(OBSAddress)
    /// A file that should hold the password cannot be read, or holds none.
    case unreadablePasswordFile(String)
    /// OBS speaks another version of its protocol.
    case anotherVersion(Int)
    /// OBS went away.
    case closed(reason: String)
    /// OBS did not answer in time.
    case noAnswer(to: String, within: Duration)
    /// More requests wait for OBS than there is room for.
    case tooManyRequests(Int)
    /// OBS refused a request.
    case refused(request: String, code: Int, comment: String)
    /// OBS answered something that cannot be understood.
    case unreadable(String)
    /// Something in OBS has a name that is ours and is something else.
    case nameTaken(String, kind: String)
    /// OBS streams or records, and cannot be changed while it does.
    case busy
    /// OBS has none of the kinds of source that could show this.
    case noKind(String)
    /// OBS has no scene of ours.
    case notSetUp
    /// OBS began to stream and stopped again.
    case streamEnded(reason: String)
    /// What OBS should stream to is no stream.
    case notAStream(String)
    /// OBS's program is not there.
    case programMissing(String)
    /// The folder for an OBS of its own cannot be written.
    case unwritable(String, reason: String)
    /// An OBS that was started ended again.
    case launchFailed(String)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .badAddress(let text):
            "\"\(text)\" is no address of OBS. Write HOST:PORT, as in 127.0.0.1:4455."
        case .notThere(let address):
            """
            No OBS answers at \(address). Start OBS and switch on Tools > WebSocket Server \
            Settings > Enable WebSocket server, or start one with `emotionmotion obs launch`.
            """
        case .notOBS(let address, let reason):
            """
            What answers at \(address) is not OBS's WebSocket server: \(reason). See \
            Tools > WebSocket Server Settings in OBS for its port. OBS 28 or later is needed.
            """
        case .noPassword(let address):
            """
            OBS at \(address) wants its password: Tools > WebSocket Server Settings > Show Connect \
            Info. Put it into a file for --obs-password-file, or into the environment as \
            \(OBSPassword.variable).
            """
        case .wrongPassword(let address):
            """
            OBS at \(address) does not take this password. Tools > WebSocket Server Settings > Show \
            Connect Info shows the right one.
            """
        case .unreadablePasswordFile(let path):
            "The file \(path) cannot be read, or holds no password. Write OBS's password into it."
        case .anotherVersion(let version):
            "This OBS speaks version \(version) of its protocol; version 1 is needed. Update OBS."
        case .closed(let reason):
            "OBS closed the connection" + (reason.isEmpty ? "." : ": \(reason).")
        case .noAnswer(let request, let limit):
            "OBS did not answer \(request) within \(limit). Look whether OBS shows a question."
        case .tooManyRequests(let bound):
            "OBS still owes \(bound) answers. Look whether it shows a question or is stuck."
        case .refused(let request, let code, let comment):
            "OBS refused \(request) (\(code))" + (comment.isEmpty ? "." : ": \(comment)")
        case .unreadable(let what): "OBS said something that cannot be understood: \(what)"
        case .nameTaken(let name, let kind):
            """
            OBS already has something called "\(name)", of kind \(kind), which is not this \
            program's. Rename it in OBS.
            """
        case .busy:
            """
            OBS is streaming or recording, and its settings cannot be changed meanwhile. \
            `emotionmotion obs stop` stops it.
            """
        case .noKind(let what): "This OBS has no source that shows \(what)."
        case .notSetUp: "OBS has no scene for the show yet. `emotionmotion obs setup` makes it."
        case .streamEnded(let reason):
            """
            OBS could not keep up its stream\(reason.isEmpty ? "" : ": " + reason). Look at the \
            server's address and key, and at OBS's log: Help > Log Files.
            """
        case .notAStream(let text):
            "OBS cannot stream to \(text). Use rtmp://…, rtmps://… or srt://…."
        case .programMissing(let program):
            """
            The program \(program) was not found. Install it (Debian: apt install obs-studio xvfb; \
            macOS: brew install --cask obs) and see that it is in PATH.
            """
        case .unwritable(let path, let reason):
            "\(path) cannot be written: \(reason). Choose another folder with --folder."
        case .launchFailed(let reason): "OBS was started and ended again: \(reason)"
        }
    }
}
