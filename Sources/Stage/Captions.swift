import Foundation

/// Which messages float beside the dancer, and where.
struct Captions {
    /// One message in its place, in pixels.
    /// At most this many at a time.
    static let places = 4
    /// A message older than this has missed its moment and is not begun.
    static let latestStart = 1.0

    /// Who floats in which place, by identifier.
    private(set) var taken: [String?] = Array(repeating: nil, count: Captions.places)
    private var hasBegun = false

    /// Gives free places to new messages, the weightiest first; the rest are not shown.
    mutating func follow(_ captions: [Caption]) {
        let living = captions.filter { $0.age >= 0 && $0.age < Caption.life }
        let identifiers = Set(living.map(\.id))
        for place in taken.indices {
            if let id = taken[place], !identifiers.contains(id) { taken[place] = nil }
        }
        let shown = Set(taken.compactMap { $0 })
        let latest = hasBegun ? Captions.latestStart : Caption.life
        var waiting = living.filter { !shown.contains($0.id) && $0.age <= latest }
        waiting.sort { ($0.weight, -$0.age, $0.id) > ($1.weight, -$1.age, $1.id) }
        var begun: Set<String> = []
        for caption in waiting where !begun.contains(caption.id) {
            guard let free = taken.firstIndex(of: nil) else { break }
            taken[free] = caption.id
            begun.insert(caption.id)
        }
        hasBegun = hasBegun || !captions.isEmpty
    }

    /// Where a message of a size lies: in the places 0 and 2 left of the figure, in 1 and 3 right of
    /// it, rising as it ages, inside `safe` and never over `face` or over `code`, which lies at the
    /// right edge.
    ///
    /// Returns nil where there is no room beside the face.
    static func box(
        place: Int, age: Double, width: Float, height: Float, safe: Box, face: Box,
        code: Box? = nil
    ) -> Box? {
        let isLeft = place.isMultiple(of: 2)
        let middle = safe.x + safe.width / 2
        let gap = safe.width * 0.175
        let rise = Float(age / Caption.life) * safe.height * 0.13
        // Each place has a band of its own, so that messages of any age do not meet.
        let bottom = safe.y + safe.height * [0.26, 0.22, 0.56, 0.52][place] - rise
        var box = Box(
            x: isLeft ? middle - gap - width : middle + gap, y: bottom - height / 2,
            width: width, height: height)
        box.x = min(max(box.x, safe.x), safe.maxX - width)
        box.y = min(max(box.y, safe.y), safe.maxY - height)
        if let code, box.overlaps(code) { box.x = code.x - width }
        guard box.overlaps(face) else { return box }
        box.x = isLeft ? face.x - width : face.maxX
        let isCovering = code.map(box.overlaps) ?? false
        return box.x >= safe.x && box.maxX <= safe.maxX && !isCovering ? box : nil
    }

    /// How much of a message is seen at an age, 0 to 1: it comes quickly and goes softly.
    static func opacity(age: Double) -> Float {
        Float(min(max(age / 0.25, 0), 1) * min(max((Caption.life - age) / 0.8, 0), 1))
    }
}
