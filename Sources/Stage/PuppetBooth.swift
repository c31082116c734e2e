import Foundation
import Signals

/// The puppet on stage, and the one that is about to take its place.
final class PuppetBooth {
    /// The puppet that is drawn.
    private(set) var current: Puppet
    private var next: Puppet?
    private let programs: PuppetPrograms
    private let fullScreen: FullScreen
    private let random: SeededRandom
    let watch: PuppetWatch
    private var isWanted = false
    private var remarks: [String]

    /// Texels of the next puppet's texture that are made beside one picture.
    private static let slice = 24_000

    /// Puts a puppet on stage, by a name of the program's own or by a folder; throws `StageError`.
    init(
        _ nameOrFolder: String, framing: Framing, fullScreen: FullScreen, random: SeededRandom
    ) throws {
        let folder = try PuppetFolder.find(nameOrFolder)
        let size = framing.pixelsPerTorso
        programs = try PuppetPrograms()
        watch = PuppetWatch(folder: folder, pixelsPerTorso: size)
        current = try Puppet(
            PuppetArt(folder: folder, pixelsPerTorso: size), programs: programs,
            fullScreen: fullScreen, random: random)
        current.finish()
        remarks = current.faults
        self.fullScreen = fullScreen
        self.random = random
    }

    /// Draws what puppets are drawn with once, for nobody to see.
    func rehearse(framing: Framing, size: SIMD2<Float>) {
        current.rehearse(framing: framing, size: size)
        programs.rehearse(size: size)
    }

    /// Asks for another puppet.
    func use(_ nameOrFolder: String) throws {
        watch.want(try PuppetFolder.find(nameOrFolder))
        isWanted = true
    }

    /// What was said since the last call.
    func takeRemarks() -> [String] {
        defer { remarks = [] }
        return remarks
    }

    /// Once a picture, with the context current: takes in what was read beside the show, or makes a
    /// slice of the texture, or changes puppets.
    func advance() {
        if let next {
            if next.isFinished {
                next.follow(current)
                current.delete()
                current = next
                self.next = nil
            } else {
                next.advance(texels: PuppetBooth.slice)
            }
            return
        }
        switch watch.news() {
        case nil: break
        case .refused(let reason): refuse(reason)
        case .painted(let art): take(art)
        }
    }

    private func take(_ art: PuppetArt) {
        do {
            let puppet = try Puppet(
                art, programs: programs, fullScreen: fullScreen, random: random)
            // What was at fault before may stay so; a save does not make a puppet worse.
            let worse = puppet.faults.filter { !current.faults.contains($0) }
            if worse.isEmpty || isWanted {
                next = puppet
                remarks += worse
            } else {
                puppet.delete()
                for reason in worse { refuse(reason) }
            }
            isWanted = false
        } catch {
            refuse("\(error)")
        }
    }

    private func refuse(_ reason: String) {
        isWanted = false
        remarks.append("\(reason) The puppet as it was stays.")
    }
}
