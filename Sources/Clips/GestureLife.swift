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
            [(0.08, 0.2), (0.2, 0.45), (3.2, 4.2)].map { low, high in
                Wave(
                    frequency: low + (high - low) * random.uniform(),
                    phase: 2 * .pi * random.uniform())
            }
        }
        breathPhase = 2 * .pi * random.uniform()
        swaySign = random.uniform() < 0.5 ? 1 : -1
    }

    /// Beats since the first one, at a time within the dance.
    private func phase(at time: Double) -> Double? {
        guard let next = beats.firstIndex(where: { $0 > time }), next > 0 else { return nil }
        return Double(next) - (beats[next] - time) / (beats[next] - beats[next - 1])
    }

    /// Adds life to bodies at 30 a second.
    func enliven(_ bodies: inout [BodyAngles]) {
        march(&bodies)
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
        guard let phase = phase(at: time) else { return }
        let depth = 0.5 + 0.5 * cos(2 * .pi * phase)
        let grounded = max(0, 1 - body[.air] * 20)
        body[.drop] += manner.bounce * depth * grounded
        let sway = swaySign * sin(.pi * phase) * manner.sway
        let axis = Rotation(turn: body[.turn]).x
        body[.hipsX] += axis.x * sway
        body[.hipsZ] += axis.z * sway
        body[.side] -= sway * 25
        // Shoulders turn against the hips, and arms that hang free swing with them.
        let swing = swaySign * sin(.pi * (phase + 0.15)) * manner.groove
        body[.twist] += swing
        body[.hipTurn] -= 0.5 * swing
        for (arm, bend, side) in [
            (BodyAngles.Channel.leftArmX, BodyAngles.Channel.leftBend, 1.0),
            (.rightArmX, .rightBend, -1.0),
        ] {
            let freedom = max(0, 1 - body[bend] / 110)
            body[arm] += side * 1.6 * swing * freedom * .pi / 180
        }
    }

    /// Feet that have nothing else to do step on the spot, one on each beat.
    private func march(_ bodies: inout [BodyAngles]) {
        let feet: [BodyAngles.Channel] = [
            .leftFootX, .leftFootZ, .leftFootTurn, .rightFootX, .rightFootZ, .rightFootTurn,
        ]
        let isStill = bodies.indices.map { frame in
            let (body, before) = (bodies[frame], bodies[max(frame - 1, 0)])
            return body[.leftFootUp] < 0.005 && body[.rightFootUp] < 0.005 && body[.air] == 0
                && body[.drop] < 0.7 && body[.heels] < 5
                && feet.allSatisfy { abs(body[$0] - before[$0]) < 1e-4 }
        }
        let free = isStill.indices.map { frame -> Float in
            let near = max(frame - 7, 0)...min(frame + 7, isStill.count - 1)
            return isStill[near].allSatisfy { $0 } ? 1 : 0
        }.smoothed(deviation: 3)
        for frame in bodies.indices {
            guard let phase = phase(at: Double(frame) / Clip.standardRate) else { continue }
            let share = phase - phase.rounded(.down)
            let lift = 16 * share * share * (1 - share) * (1 - share)
            let isLeft = Int(phase.rounded(.down)).isMultiple(of: 2) == (swaySign > 0)
            bodies[frame][isLeft ? .leftFootUp : .rightFootUp] +=
                manner.march * lift * Double(free[frame])
        }
    }

    /// How far each foot is off the floor, 0 to 1, known a little ahead, as a body knows its steps.
    private func carried(_ bodies: [BodyAngles]) -> (left: [Double], right: [Double]) {
        func lifted(_ channel: BodyAngles.Channel) -> [Double] {
            bodies.map { Float(min($0[channel] / 0.12, 1)) }.smoothed(deviation: 4).map(Double.init)
        }
        return (lifted(.leftFootUp), lifted(.rightFootUp))
    }

    /// The hips go over the foot that stands.
    private func shift(_ body: inout BodyAngles, to left: Double, _ right: Double) {
        let onRight = 0.45 * left * (1 - right)
        let onLeft = 0.45 * right * (1 - left)
        let (x, z) = (body[.hipsX], body[.hipsZ])
        body[.hipsX] += (body[.rightFootX] - x) * onRight + (body[.leftFootX] - x) * onLeft
        body[.hipsZ] += (body[.rightFootZ] - z) * onRight + (body[.leftFootZ] - z) * onLeft
    }
}
