import Foundation

/// A file of lines that only ever ends with a whole line, even on a disk that fills up.
package struct LineFile {
    /// What the system said.
    package struct Failure: Error {
        /// In the system's own words.
        package let reason: String
    }

    private let path: String
    private var descriptor: CInt?
    private var size = 0  // bytes in the file
    private var waiting: [UInt8] = []

    /// A file at `path`, which the first flush makes, or empties.
    package init(path: String) { self.path = path }

    /// Bytes not yet written.
    package var waitingBytes: Int { waiting.count }

    /// Gathers what `write` adds: whole lines, each with its break.
    package mutating func gather(_ write: (inout [UInt8]) -> Void) { write(&waiting) }

    /// Writes what was gathered. Throws `Failure` with the rest still gathered: try again later.
    package mutating func flush() throws(Failure) {
        let file = try opened()
        while !waiting.isEmpty {
            let written = waiting.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Failure(reason: String(cString: strerror(errno))) }
            keepWholeLines(of: written, in: file)
        }
    }

    /// Closes the file; nothing more is written.
    package mutating func close() {
        if let descriptor { _ = Foundation.close(descriptor) }
        descriptor = nil
    }

    private mutating func opened() throws(Failure) -> CInt {
        if let descriptor { return descriptor }
        let new = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard new >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        descriptor = new
        return new
    }

    /// Takes written bytes off; a line that went out in part is taken back and stays gathered.
    private mutating func keepWholeLines(of written: Int, in file: CInt) {
        let lineEnd = waiting[..<written].lastIndex(of: UInt8(ascii: "\n"))
        var kept = lineEnd.map { $0 + 1 } ?? 0
        if kept < written {
            // What is not a file, such as a pipe, takes nothing back.
            if ftruncate(file, off_t(size + kept)) == 0 {
                lseek(file, off_t(size + kept), SEEK_SET)
            } else {
                kept = written
            }
        }
        size += kept
        waiting.removeFirst(kept)
    }
}
