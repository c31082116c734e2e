import Desk
import Foundation
import Signals
import Stage

/// The show and whoever sits at its window.
extension LiveShow {
    /// Does what the window's keys ask for; true when the person there wants to leave.
    func followKeys(at beat: Beat) -> Bool {
        guard let stage else { return false }
        for event in stage.pollEvents() {
            switch event {
            case .quit, .key(.quit): return true
            case .key(.help): stage.showsKeys.toggle()
            case .key(.fullscreen): stage.toggleFullscreen()
            case .key(.skeleton): showsBones.toggle()
            case .key(.screenshot): isAskedForPicture = true
            case .key(.words): obey(.words(!steering.showsWords), at: beat)
            case .key(.code):
                if galleryCode != nil { obey(.code(!steering.showsCode), at: beat) }
            case .key(.hold): obey(steering.hold == nil ? .set(showMood) : .release, at: beat)
            case .key(.puppet):
                do {
                    try stage.useNextPuppet()
                } catch {
                    account.fault("puppet", "\(error)", at: beat.time)
                }
            }
        }
        return false
    }

    private func obey(_ command: DeskCommand, at beat: Beat) {
        steering.follow(command, at: beat.time, from: showMood)
        journal.note(command, at: beat.time)
    }

    /// Writes a picture that was asked for beside the show, which does not wait for it.
    func keepIfAsked(_ picture: Picture, at beat: Beat) {
        guard isAskedForPicture else { return }
        isAskedForPicture = false
        let folder = settings.screenshots ?? URL(fileURLWithPath: ".")
        let file = folder.appending(path: Self.screenshotName(number: picture.number, at: Date()))
        Task.detached { [weak self] in
            do {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true)
                try picture.write(toPNG: file)
            } catch {
                await self?.failedToKeep("\(error)", at: beat.time)
            }
        }
    }

    private func failedToKeep(_ reason: String, at time: Double) {
        account.fault("stage", reason, at: time)
    }

    /// `emotionmotion-20261125-041830-000123.png`: the local time and the picture's number, so that no
    /// file is written twice.
    static func screenshotName(number: Int, at date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyyMMdd-HHmmss"
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return "emotionmotion-\(format.string(from: date))-\(zeros)\(digits).png"
    }
}
