/// Why the stage cannot be built or drawn.
public enum StageError: Error, Equatable, CustomStringConvertible {
    case noDisplay(reason: String)
    case noGraphics(reason: String)
    case missing(path: String)
    case shader(path: String, line: Int?, message: String)
    case drawing(path: String, message: String)
    case rig(path: String, message: String)
    case noPuppet(String, known: [String])
    case unwritten(path: String, message: String)
    case size(width: Int, height: Int)
    case noSuchDisplay(Int, count: Int)

    /// The error in plain words: what went wrong, with what, and what to do next.
    public var description: String {
        switch self {
        case .noDisplay(let reason):
            "No window can be opened (\(reason)). Log in to a desktop, set DISPLAY, or draw off "
                + "screen."
        case .noGraphics(let reason):
            "OpenGL ES 3.0 cannot be started (\(reason)). Install Mesa's drivers, for example "
                + "with `apt install libgl1-mesa-dri libegl1 libgles2`."
        case .missing(let path):
            "There is no readable file at \(path). Put it back, or name another folder."
        case .shader(let path, let line, let message):
            "\(path)\(line.map { ":\($0)" } ?? ""): the shader does not compile: \(message). "
                + "Mend that line; the shader before it stays in use."
        case .drawing(let path, let message):
            "\(path) cannot be drawn: \(message)."
        case .rig(let path, let message):
            "\(path) does not describe a puppet: \(message)."
        case .noPuppet(let name, let known):
            "There is no puppet \(name). Name a folder, or one of the program's own: "
                + "\(known.joined(separator: ", "))."
        case .unwritten(let path, let message):
            "\(path) cannot be written: \(message)."
        case .size(let width, let height):
            "A picture of \(width)x\(height) cannot be drawn. Choose 16 to 8192 pixels a side."
        case .noSuchDisplay(let number, let count):
            "There is no display \(number). This machine has \(count), counted from 1."
        }
    }
}
