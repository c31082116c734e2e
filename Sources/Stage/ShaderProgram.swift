import CGLES
import Foundation

/// A compiled pair of shaders and the places of its uniforms.
final class ShaderProgram {
    private let program: GLuint
    private var locations: [String: GLint] = [:]

    /// Compiles. `path` names the fragment shader in errors, whose line numbers count from the
    /// `linesBefore` lines that the host has put in front of the file.
    init(vertex: String, fragment: String, path: String, linesBefore: Int = 0) throws {
        let vertexShader = try ShaderProgram.compile(
            vertex, type: GL_VERTEX_SHADER, path: path, linesBefore: 0)
        defer { glDeleteShader(vertexShader) }
        let fragmentShader = try ShaderProgram.compile(
            fragment, type: GL_FRAGMENT_SHADER, path: path, linesBefore: linesBefore)
        defer { glDeleteShader(fragmentShader) }
        let program = glCreateProgram()
        glAttachShader(program, vertexShader)
        glAttachShader(program, fragmentShader)
        for (index, name) in Quads.attributes.enumerated() {
            glBindAttribLocation(program, GLuint(index), name.name)
        }
        glLinkProgram(program)
        var linked: GLint = 0
        glGetProgramiv(program, GLenum(GL_LINK_STATUS), &linked)
        guard linked != 0 else {
            let log = ShaderProgram.log { glGetProgramInfoLog(program, $0, nil, $1) }
            glDeleteProgram(program)
            throw StageError.shader(path: path, line: nil, message: log)
        }
        self.program = program
    }

    /// Frees the program while its context is current; what is left is freed with the context.
    func delete() { glDeleteProgram(program) }

    /// Makes this the program that draws.
    func use() { glUseProgram(program) }

    /// The place of a uniform, -1 (which OpenGL ignores) where the shader does not read it.
    subscript(name: String) -> GLint {
        if let known = locations[name] { return known }
        let location = glGetUniformLocation(program, name)
        locations[name] = location
        return location
    }

    private static func compile(
        _ source: String, type: Int32, path: String, linesBefore: Int
    ) throws -> GLuint {
        let shader = glCreateShader(GLenum(type))
        source.withCString { text in
            var lines: UnsafePointer<CChar>? = text
            glShaderSource(shader, 1, &lines, nil)
        }
        glCompileShader(shader)
        var compiled: GLint = 0
        glGetShaderiv(shader, GLenum(GL_COMPILE_STATUS), &compiled)
        guard compiled != 0 else {
            let log = log { glGetShaderInfoLog(shader, $0, nil, $1) }
            glDeleteShader(shader)
            let (line, message) = firstComplaint(in: log)
            throw StageError.shader(
                path: path, line: line.map { max($0 - linesBefore, 1) }, message: message)
        }
        return shader
    }

    private static func log(_ read: (GLsizei, UnsafeMutablePointer<CChar>) -> Void) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            start.pointee = 0
            read(4096, start)
            return String(cString: start).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Mesa writes `0:12(3): error: …`, others `ERROR: 0:12: …`; both give line 12.
    static func firstComplaint(in log: String) -> (line: Int?, message: String) {
        let first = log.split(separator: "\n").first.map(String.init) ?? "no reason given"
        guard let match = first.firstMatch(of: /0:(\d+)(?:\(\d+\))?:\s*(?:error:\s*)?(.*)/) else {
            return (nil, first)
        }
        return (Int(match.1), String(match.2))
    }
}
