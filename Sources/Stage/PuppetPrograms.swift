import CGLES
import Foundation

/// The shaders that draw puppets, compiled once for all of them.
final class PuppetPrograms {
    let ground: ShaderProgram
    let halo: ShaderProgram
    let edges: ShaderProgram
    /// What every puppet is drawn with, so that a puppet that goes leaves no buffer behind.
    let quads = Quads()
    private let manners: [PuppetRig.Manner: ShaderProgram]
    private let vertex: String
    /// The faces' programs by their texts, the newest last.
    private var faces: [(text: String, program: ShaderProgram)] = []
    private static let mostFaces = 4

    init() throws {
        let program = { (name: String) in
            try StageFiles.program(vertex: "quads.vert", fragment: "\(name).frag")
        }
        ground = try program("ground")
        halo = try program("halo")
        edges = try StageFiles.program(vertex: "full.vert", fragment: "edges.frag")
        manners = try [
            .paper: program("limbs"), .drawn: program("drawn"), .light: program("light"),
        ]
        vertex = try StageFiles.text(of: StageFiles.shaders.appending(path: "quads.vert"))
    }

    /// Draws with everything that the program's own puppets need, for nobody to see, so that the driver
    /// has compiled it before a puppet changes.
    func rehearse(size: SIMD2<Float>) {
        let faces = PuppetFolder.names.compactMap { name -> ShaderProgram? in
            let file = StageFiles.puppets.appending(path: "\(name)/face.frag")
            guard let text = try? StageFiles.text(of: file) else { return nil }
            return try? face(text, path: file.path)
        }
        for program in Array(manners.values) + faces {
            program.use()
            glUniform2f(program["u_size"], size.x, size.y)
            quads.addBox(Box(x: 0, y: 0, width: 1, height: 1), colour: .zero)
            quads.draw()
        }
    }

    /// The program of limbs of a manner.
    subscript(manner: PuppetRig.Manner) -> ShaderProgram {
        guard let program = manners[manner] else { preconditionFailure("no shader for \(manner)") }
        return program
    }

    /// A face's own program; throws `StageError.shader` with its line.
    func face(_ text: String, path: String) throws -> ShaderProgram {
        if let known = faces.first(where: { $0.text == text }) { return known.program }
        let program = try ShaderProgram(vertex: vertex, fragment: text, path: path)
        faces.append((text, program))
        // One is in use and one may be coming; those before are seen no more.
        if faces.count > PuppetPrograms.mostFaces { faces.removeFirst().program.delete() }
        return program
    }
}
