import Desk
import Foundation

/// A file that is written whole: whoever reads it finds what was there or what is there now, and at no
/// moment can anybody read it who may not read it in the end.
struct WholeFile {
    /// Where it is; of a link, what it leads to is written.
    let path: String

    /// Writes it; what was there stays until all is on the disk.
    ///
    /// - Parameter mode: who may read and write it, as in 0o600.
    ///
    /// Throws `PreparationRefusal` with the system's own words.
    func write(_ data: Data, mode: mode_t) throws {
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let draft = "\(place).\(UUID().uuidString).part"
        // Exclusively and for its owner alone from the first moment on, whatever the umask is.
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw refusal() }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: data)
            guard fchmod(file, mode) == 0, fsync(file) == 0, rename(draft, place) == 0 else {
                throw refusal()
            }
        } catch {
            let reason = error as? PreparationRefusal ?? refusal()
            unlink(draft)
            throw reason
        }
    }

    private func refusal() -> PreparationRefusal {
        PreparationRefusal(
            "\(path) cannot be written: \(String(cString: strerror(errno))). Choose another place, or "
                + "make that one writable.")
    }
}
