/// Counts the opposing changes of one value, cell by cell, over the last second.
///
/// A change counts where the value has gone `threshold` away from the last peak or valley, and where
/// either end of it has the mark that the kind of flash asks for (dark enough, or saturated red).
struct FlashCounts {
    /// Changes that a cell may make in a second: three flashes, a flash being two opposing changes, and
    /// one that begins a fourth. The next would complete it.
    static let most = 7
    /// A second, and what two clocks may differ by.
    static let second = 1.05

    private let threshold: Float
    /// The lowest and the highest since the last change, and their marks.
    private var low: [Float]
    private var high: [Float]
    private var lowMark: [Bool]
    private var highMark: [Bool]
    /// The way of the last change: 1 up, -1 down, 0 none yet.
    private var way: [Int8]
    /// When each cell made its last changes, a ring of `most`.
    private var times: [Double]
    private var next: [Int]
    /// When each cell last made one change too many.
    private var over: [Double]
    private var isEmpty = true
    /// The newest of `over`, and of the oldest that each cell's ring has held: while both are a second
    /// old, as in every ordinary show, no cell need be asked.
    private var newestOver = -Double.infinity
    private var newestRing = -Double.infinity

    init(count: Int, threshold: Float) {
        self.threshold = threshold
        low = Array(repeating: 0, count: count)
        high = low
        lowMark = Array(repeating: false, count: count)
        highMark = lowMark
        way = Array(repeating: 0, count: count)
        next = Array(repeating: 0, count: count)
        times = Array(repeating: -.infinity, count: count * FlashCounts.most)
        over = Array(repeating: -.infinity, count: count)
    }

    /// Whether any cell may be over, or would be with one change more.
    func isNear(at time: Double) -> Bool {
        time - max(newestOver, newestRing) < FlashCounts.second
    }

    /// Whether a cell has made too many changes within the last second.
    func isOver(_ cell: Int, at time: Double) -> Bool { time - over[cell] < FlashCounts.second }

    /// Whether this value would be one change too many.
    func wouldBeOver(_ cell: Int, _ value: Float, mark: Bool, at time: Double) -> Bool {
        change(cell, value, mark) != 0
            && time - times[cell * FlashCounts.most + next[cell]] < FlashCounts.second
    }

    /// Takes in the values of all cells.
    mutating func take(_ values: [Float], marks: (Int) -> Bool, at time: Double) {
        for cell in values.indices { take(cell, values[cell], marks(cell), time) }
        isEmpty = false
    }

    private func change(_ cell: Int, _ value: Float, _ mark: Bool) -> Int8 {
        if isEmpty { return 0 }
        if way[cell] != 1, value - low[cell] >= threshold, mark || lowMark[cell] { return 1 }
        if way[cell] != -1, high[cell] - value >= threshold, mark || highMark[cell] { return -1 }
        return 0
    }

    private mutating func take(_ cell: Int, _ value: Float, _ mark: Bool, _ time: Double) {
        let change = change(cell, value, mark)
        if change != 0 {
            way[cell] = change
            let place = cell * FlashCounts.most + next[cell]
            if time - times[place] < FlashCounts.second {
                over[cell] = time
                newestOver = time
            }
            times[place] = time
            next[cell] = (next[cell] + 1) % FlashCounts.most
            newestRing = max(newestRing, times[cell * FlashCounts.most + next[cell]])
        }
        let isNew = isEmpty || change != 0
        if isNew || value < low[cell] {
            low[cell] = value
            lowMark[cell] = mark
        }
        if isNew || value > high[cell] {
            high[cell] = value
            highMark[cell] = mark
        }
    }
}
