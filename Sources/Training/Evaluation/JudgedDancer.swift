import Motion
import SafeTensors
import Signals

/// Bodies that take each step together, to be measured.
public protocol DancingBodies: AnyObject {
    /// How many there are.
    var count: Int { get }
    /// How often each was set back into real motion.
    var guardActions: [Int] { get }
    /// From now on every chance of each follows from its seed.
    func reseed(_ seeds: [UInt64])
    /// The next pose of each, in its own mood.
    func poses(feeling moods: [Mood]) -> [Pose]
}

extension Troupe: DancingBodies {
    /// How many dancers there are.
    public var count: Int { dancers.count }

    /// From now on every chance of each dancer follows from its seed.
    public func reseed(_ seeds: [UInt64]) {
        for (dancer, seed) in zip(dancers, seeds) { dancer.reseed(seed) }
    }
}

/// Something that can be held against real motion: a dancer, or a step of the ladder.
public protocol JudgedDancer: Sendable {
    /// What a person should know of it.
    var about: DancerCheckpoint.About { get }
    /// Whether a guard sets it back into real motion, so that it dances otherwise without.
    var hasGuard: Bool { get }
    /// Bodies of these seeds, each in a drawn neutral moment.
    ///
    /// - Parameter dancing: how a dancer dances; a step of the ladder dances as its settings say.
    func bodies(seeds: [UInt64], dancing: Dancing) throws -> any DancingBodies
}

extension DancerCheckpoint: JudgedDancer {
    /// It has.
    public var hasGuard: Bool { true }

    /// A troupe.
    public func bodies(seeds: [UInt64], dancing: Dancing) throws -> any DancingBodies {
        try Troupe(self, seeds: seeds, dancing: dancing)
    }
}

extension LadderCheckpoint: JudgedDancer {
    /// What a person should know of it.
    public var about: DancerCheckpoint.About { dancer.about }
    /// It has none.
    public var hasGuard: Bool { false }

    /// Bodies that dance as the step's settings say, whatever `dancing` says.
    public func bodies(seeds: [UInt64], dancing: Dancing) throws -> any DancingBodies {
        try LadderTroupe(self, seeds: seeds)
    }
}
