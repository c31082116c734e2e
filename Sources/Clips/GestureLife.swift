import Foundation
import Signals

/// What a living body does beside its gestures: breath, beat, sway, a shift of weight at each step,
/// and a little that nobody meant.
struct GestureLife: Sendable {
    private let manner: GestureManner
    private let beats: [Double]
    private let waves: [[Wave]]
    private let breathPhase: Double
    private let swaySign: Double

    private struct Wave: Sendable {
        var frequency: Double
        var phase: Double
        func value(at time: Double) -> Double { sin(2 * .pi * (frequency * time) + phase) }
    }

    init(_ manner: GestureManner, beats: [Double], using random: inout SeededRandom) {
        self.manner = manner
        self.beats = beats
        waves = BodyAngles.Channel.allCases.map { _ in
            [(0.08, 0.2), (0.2, 0.45), (4.2, 5.4)].map { low, high in
                Wave(
                    frequency: low + (high - low) * random.uniform(),
                    phase: 2 * .pi * random.uniform())
            }
        }
        breathPhase = 2 * .pi * random.uniform()
        swaySign = random.uniform() < 0.5 ? 1 : -1
    }

    /// Adds life to bodies at 30 a second.
    func enliven(_ bodies: inout [BodyAngles]) {
        let weights = carried(bodies)
        for frame in bodies.indices {
            let time = Double(frame) / Clip.standardRate
            wander(&bodies[frame], time)
            breathe(&bodies[frame], time)
            keepTime(&bodies[frame], time)
            shift(&bodies[frame], to: weights.left[frame], weights.right[frame])
        }
    }

    private func wander(_ body: inout BodyAngles, _ time: Double) {
        for channel in BodyAngles.Channel.allCases {
            let wave = waves[channel.rawValue]
            let drift = (wave[0].value(at: time) + 0.6 * wave[1].value(at: time)) * manner.wander
            // A tremor comes and goes.
            let shake =
                wave[2].value(at: time) * manner.tremor * (0.6 + 0.4 * wave[1].value(at: time))
            switch channel {
            case .lean, .side, .twist, .hipTurn: body[channel] += 0.5 * drift
            case .nod, .look, .tilt: body[channel] += drift + 0.4 * shake
            case .leftArmX, .leftArmY, .leftArmZ, .rightArmX, .rightArmY, .rightArmZ:
                body[channel] += (drift + 0.6 * shake) * .pi / 180
            case .leftBend, .rightBend:
                body[channel] = min(
                    max(body[channel] + 1.5 * drift + shake, 3), ArmReach.mostBend)
            default: break
            }
        }
    }

    private func breathe(_ body: inout BodyAngles, _ time: Double) {
        let breath = sin(2 * .pi * time * manner.breaths / 60 + breathPhase)
        body[.leftShoulder] += breath * manner.breath
        body[.rightShoulder] += breath * manner.breath
        body[.lean] -= 0.3 * breath * manner.breath
    }

    /// Down on the beat, and to one side in every second.
    private func keepTime(_ body: inout BodyAngles, _ time: Double) {
        guard let next = beats.firstIndex(where: { $0 > time }), next > 0 else { return }
        let length = beats[next] - beats[next - 1]
        let phase = Double(next) - (beats[next] - time) / length
        let depth = 0.5 + 0.5 * cos(2 * .pi * phase)
        let grounded = max(0, 1 - body[.air] * 20)
        body[.drop] += manner.bounce * depth * grounded
        let sway = swaySign * sin(.pi * phase) * manner.sway
        let axis = Rotation(turn: body[.turn]).x
        body[.hipsX] += axis.x * sway
        body[.hipsZ] += axis.z * sway
        body[.side] -= sway * 25
    }

    /// How far each foot is off the floor, 0 to 1, known a little ahead, as a body knows its steps.
    private func carried(_ bodies: [BodyAngles]) -> (left: [Double], right: [Double]) {
        func lifted(_ channel: BodyAngles.Channel) -> [Double] {
            bodies.map { Float(min($0[channel] / 0.08, 1)) }.smoothed(deviation: 4).map(Double.init)
        }
        return (lifted(.leftFootUp), lifted(.rightFootUp))
    }

    /// The hips go over the foot that stands.
    private func shift(_ body: inout BodyAngles, to left: Double, _ right: Double) {
        let onRight = 0.6 * left * (1 - right)
        let onLeft = 0.6 * right * (1 - left)
        let (x, z) = (body[.hipsX], body[.hipsZ])
        body[.hipsX] += (body[.rightFootX] - x) * onRight + (body[.leftFootX] - x) * onLeft
        body[.hipsZ] += (body[.rightFootZ] - z) * onRight + (body[.leftFootZ] - z) * onLeft
    }
}
