import Foundation

/// The lines of a file, or of standard input (`-`) one at a time as they come.
///
/// Bytes that are not UTF-8 become U+FFFD. Throws `InputError` when there is no such file.
func inputLines(_ path: String) throws -> AnySequence<String> {
    if path == "-" {
        return AnySequence(sequence(state: ()) { _ in readLine(strippingNewline: true) })
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
        throw InputError.unreadable(path)
    }
    return AnySequence(
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).lazy.map {
            let line = $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0
            return String(decoding: line, as: UTF8.self)
        })
}

/// Why input cannot be read.
enum InputError: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case line(Int, String)

    var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read. Is the file there?"
        case .line(let number, let reason): "Line \(number): \(reason)"
        }
    }
}
