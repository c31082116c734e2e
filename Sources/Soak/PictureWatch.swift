import Signals

/// Watches pictures for blackness and stillness.
struct PictureWatch {
    /// Mean luminance below which a picture is black; the darkest world has some 0.05.
    static let black = 0.01

    private(set) var longestDark = 0.0
    private(set) var darkTimes = 0
    private(set) var longestFrozen = 0.0
    private var lastGood: Double?
    private var lastChange: Double?
    private var lastLook = 0
    private var isDark = false

    /// Takes a beat's picture in, or that there was none; `time` in seconds.
    mutating func see(_ picture: Picture?, at time: Double) {
        // First what was until now: nobody may have looked for a while. All counts from the first
        // good picture on.
        if let lastGood {
            longestDark = max(longestDark, time - lastGood)
            let isDark = time - lastGood > 1
            if isDark, !self.isDark { darkTimes += 1 }
            self.isDark = isDark
        }
        guard let picture else { return }
        let look = Self.look(at: picture)
        if look.luminance > Self.black {
            lastGood = time
            isDark = false
        }
        if let lastChange { longestFrozen = max(longestFrozen, time - lastChange) }
        if look.sum != lastLook {
            lastLook = look.sum
            lastChange = time
        }
    }

    /// The mean of every 149th pixel, and a sum that differs when they do.
    static func look(at picture: Picture) -> (luminance: Double, sum: Int) {
        var light = 0
        var sum = 0
        var count = 0
        let pixels = picture.pixels
        for offset in stride(from: 0, to: pixels.count - 3, by: 4 * 149) {
            let value =
                2126 * Int(pixels[offset]) + 7152 * Int(pixels[offset + 1])
                + 722 * Int(pixels[offset + 2])
            light += value
            sum = (sum &* 31) &+ value
            count += 1
        }
        return (Double(light) / (255 * 10_000 * Double(max(1, count))), sum)
    }
}
