/// How finely worlds are painted: what a machine has time for.
public enum StageQuality: String, Sendable, CaseIterable {
    /// What a short measurement at the start finds; a third of a second at most.
    case auto
    /// Worlds a fifth as high as the picture, painted on every second picture.
    case low
    /// Worlds three tenths as high as a picture of 720, painted on every second picture: what two
    /// cores do without a graphics card.
    case medium
    /// Worlds as high as the picture, painted on every picture, from noise in half floats: for a
    /// graphics card.
    case high

    /// Pixels down of a world for a picture of this height.
    func backdropHeight(for height: Int) -> Int {
        switch self {
        case .low: max(min(height / 5, 144), 16)
        case .auto, .medium: min(216, height)
        case .high: height
        }
    }

    /// Whether a world is painted anew for every picture, and not for every second one.
    var paintsEveryPicture: Bool { self == .high }
}

/// The measurement that `StageQuality.auto` asks for.
struct QualityTrial {
    /// Milliseconds that the dearest world may take: of a picture's 33, the puppet, the words, the
    /// dancer and the encoder want most.
    static let most = 8.0
    /// How long it may take altogether; one more world is painted at most.
    static let limit = Duration.milliseconds(300)

    /// Finds the quality for a picture of this height.
    ///
    /// - Parameter time: paints each world at a height, and gives the milliseconds that the dearest
    ///   took and whether all were painted before the time was up.
    static func quality(
        height: Int, time: (Int) throws -> (worst: Double, isWhole: Bool)
    ) rethrows -> StageQuality {
        let middle = StageQuality.medium.backdropHeight(for: height)
        let medium = try time(middle)
        // A world is painted in halves, each for one picture.
        guard medium.worst / 2 <= most, medium.isWhole else { return .low }
        // A card takes little longer for more pixels. A processor takes as much longer as there are
        // more, and need not be asked.
        let larger = Double(height * height) / Double(middle * middle)
        guard medium.worst * larger <= 8 * most else { return .medium }
        let high = try time(height)
        return high.worst <= most && high.isWhole ? .high : .medium
    }
}
