import Foundation

extension Rotation {
    /// A turn to the left about the upright axis, in degrees.
    init(turn degrees: Double) {
        self = .none
        turn(about: .yRotation, degrees: degrees)
    }

    /// A turn about a vector's direction by its length, in radians (Rodrigues).
    init(vector: SIMD3<Double>) {
        let angle = vector.length
        guard angle > 1e-9 else {
            self = .none
            return
        }
        let axis = vector / angle
        func turned(_ v: SIMD3<Double>) -> SIMD3<Double> {
            v * cos(angle) + axis.cross(v) * sin(angle)
                + axis * (axis * v).sum() * (1 - cos(angle))
        }
        self.init(x: turned([1, 0, 0]), y: turned([0, 1, 0]), z: turned([0, 0, 1]))
    }

    /// The vector about whose direction and by whose length this turns, up to half a turn.
    var vector: SIMD3<Double> {
        let twist: SIMD3<Double> = [y.z - z.y, z.x - x.z, x.y - y.x]
        let trace = x.x + y.y + z.z
        let angle = atan2(twist.length / 2, (trace - 1) / 2)
        guard angle > 1e-6 else { return twist / 2 }
        if twist.length > 1e-6 { return twist / twist.length * angle }
        // Half a turn: the axis stands still, so it is what the turn and no turn have in common.
        let sums = [x + [1, 0, 0], y + [0, 1, 0], z + [0, 0, 1]]
        let axis = sums.max { $0.length < $1.length } ?? x
        return axis / axis.length * angle
    }

    /// This turn undone.
    var inverse: Rotation {
        Rotation(x: [x.x, y.x, z.x], y: [x.y, y.y, z.y], z: [x.z, y.z, z.z])
    }
}
