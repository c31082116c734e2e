import Foundation
import Synchronization

/// Arrays that stay in their file until some of their numbers are asked for, so that files larger
/// than the memory can be read from.
///
/// The file must not be written to while it is open; one that is replaced (by `rename`) stays as it
/// was for whoever has it open.
public final class MappedSafeTensors: Sendable {
    /// One array in the file.
    public struct Place: Sendable {
        /// How each number is stored.
        public let type: SafeTensorFile.ElementType
        /// Length of each dimension.
        public let shape: [Int]
        let offset: Int
    }

    /// The arrays by name.
    public let places: [String: Place]
    /// The free words in the header.
    public let metadata: [String: String]
    private let file: MappedFile
    private let memory: MappedMemory

    /// Opens a file.
    ///
    /// - Parameter memory: what bounds the memory that this file takes together with others.
    ///
    /// Throws `SafeTensorError` naming the file and what is wrong with it, as reading it whole does.
    public init(contentsOf url: URL, within memory: MappedMemory = MappedMemory()) throws {
        guard let file = MappedFile(path: url.path) else {
            throw SafeTensorError.unreadable(path: url.path, reason: "it cannot be opened")
        }
        do {
            let header = try SafeTensorHeader(file.bytes)
            metadata = header.metadata
            places = header.places.mapValues {
                Place(type: $0.type, shape: $0.shape, offset: $0.offset)
            }
        } catch SafeTensorError.unreadable(_, let reason) {
            throw SafeTensorError.unreadable(path: url.path, reason: reason)
        }
        self.file = file
        self.memory = memory
        memory.add(file)
    }

    /// Some rows of an array of `float32`, the last dimension running fastest.
    ///
    /// - Parameter rows: places of the first dimension.
    public func floats(of place: Place, rows: Range<Int>) -> [Float] {
        precondition(place.type == .float32, "the array holds \(place.type.rawValue)")
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= place.shape.first ?? 0,
            "rows \(rows) of an array \(place.shape)")
        let width = place.shape.dropFirst().reduce(1, *)
        let start = place.offset + rows.lowerBound * width * 4
        let count = rows.count * width
        let numbers = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            file.copy(start..<(start + count * 4), to: UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
        memory.note(4 * count)
        return numbers
    }
}

/// How much memory mapped files may take together: what was read of them longest ago is given back,
/// and comes from the disk's cache, or the disk, when it is asked for again.
public final class MappedMemory: Sendable {
    private struct State {
        var files: [Weak] = []
        var touched = 0
    }

    private struct Weak: Sendable {
        weak var file: MappedFile?
    }

    private let state = Mutex(State())
    private let bytes: Int

    /// A bound in bytes on what stays in memory.
    public init(bytes: Int = 64 << 20) { self.bytes = bytes }

    func add(_ file: MappedFile) { state.withLock { $0.files.append(Weak(file: file)) } }

    /// Counts bytes that were read, and gives all back when they have become too many.
    func note(_ count: Int) {
        state.withLock { state in
            // The system brings up to 64 KiB around each place.
            state.touched += count + 128 << 10
            guard state.touched > bytes else { return }
            state.touched = 0
            for weak in state.files { weak.file?.letGo() }
            state.files.removeAll { $0.file == nil }
        }
    }
}

// @unchecked Sendable: the mapping is made once, only read, and taken away when nobody holds it.
/// A file in the address space, to be read only.
final class MappedFile: @unchecked Sendable {
    private let base: UnsafeMutableRawPointer
    private let count: Int

    /// Maps a file; nil where it cannot be opened or holds nothing.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0,
            let mapped = mmap(nil, Int(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0),
            mapped != MAP_FAILED
        else { return nil }
        base = mapped
        count = Int(status.st_size)
        // Windows are drawn from everywhere: reading ahead would only push others out.
        madvise(base, count, MADV_RANDOM)
    }

    deinit { munmap(base, count) }

    /// The whole file; not to be kept longer than this object.
    var bytes: Data { Data(bytesNoCopy: base, count: count, deallocator: .none) }

    func copy(_ range: Range<Int>, to buffer: UnsafeMutableRawBufferPointer) {
        precondition(range.upperBound <= count && range.count <= buffer.count)
        buffer.copyMemory(
            from: UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// Gives the memory back; the file's bytes stay where they are.
    func letGo() { madvise(base, count, MADV_DONTNEED) }
}
