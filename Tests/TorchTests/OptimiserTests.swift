import SafeTensors
import Testing
import Torch

@Suite struct OptimiserTests {
    static let sizes = AdamW.Configuration(
        beta1: 0.85, beta2: 0.97, epsilon: 1e-6, decay: 0.1)

    let file: SafeTensorFile

    init() throws { file = try Fixture.file("optimiser") }

    func start() throws -> [NamedTensor] {
        try ["weight", "bias", "still"].map {
            ($0, Tensor(try file.entry("start/\($0)")).requiringGradient())
        }
    }

    func optimiser(_ parameters: [NamedTensor]) -> AdamW {
        AdamW(parameters, Self.sizes) { name, _ in name == "weight" }
    }

    /// One step of the fixture: the gradient of Σ x·g is g.
    func step(_ step: Int, _ adam: AdamW, _ parameters: [NamedTensor]) throws {
        adam.clearGradients()
        for (name, tensor) in parameters where name != "still" {
            (tensor * Tensor(try file.entry("gradient/\(step)/\(name)"))).sum().backward()
        }
        let norm = adam.clipGradients(to: 5)
        #expect(abs(norm - Tensor(try file.entry("norm/\(step)")).item) < 1e-5 * norm)
        for (name, tensor) in parameters where name != "still" {
            let clipped = Tensor(try file.entry("clipped/\(step)/\(name)"))
            #expect(try #require(tensor.gradient).isClose(to: clipped))
        }
        adam.configuration.learningRate = 0.01 * Double(step + 1)
        adam.step()
    }

    @Test func fiveStepsMatchPyTorch() throws {
        let parameters = try start()
        let adam = optimiser(parameters)
        for number in 0..<5 { try step(number, adam, parameters) }
        for (name, tensor) in parameters {
            #expect(tensor.isClose(to: Tensor(try file.entry("end/\(name)"))), "\(name)")
        }
    }

    @Test func aRunThatStoppedGoesOnToTheSameBits() throws {
        let straight = try start()
        let adam = optimiser(straight)
        for number in 0..<3 { try step(number, adam, straight) }
        var saved = SafeTensorFile()
        saved.store(straight, under: "model.")
        saved.store(adam.state, under: "optimiser.")
        let stored = try SafeTensorFile(saved.encoded())

        let resumed = try start()
        for (name, tensor) in resumed {
            tensor.overwrite(with: Tensor(try stored.entry("model.\(name)")))
        }
        let later = optimiser(resumed)
        try later.restore(from: stored, under: "optimiser.")
        for number in 3..<5 {
            try step(number, adam, straight)
            try step(number, later, resumed)
        }
        for (one, other) in zip(straight, resumed) {
            #expect(one.tensor.floats == other.tensor.floats)
        }
    }

    @Test func aStateOfOtherShapesIsRefusedWhole() throws {
        let parameters = try start()
        let adam = optimiser(parameters)
        var other = SafeTensorFile()
        other.store(optimiser(parameters).state)
        other.entries["still.second"] = Tensor.ones([3]).safeTensorEntry
        other.entries["weight.first"] = Tensor.ones([3, 4]).safeTensorEntry
        #expect(
            throws: CheckpointError.wrongShape(name: "still.second", expected: [2], found: [3])
        ) { try adam.restore(from: other) }
        #expect(adam.state.allSatisfy { $0.tensor.floats.allSatisfy { $0 == 0 } })
    }

    @Test func gradientsThatAreNotFiniteAreSeenInTheNorm() throws {
        let a = Tensor([1, 2]).requiringGradient()
        (a * Tensor([.infinity, 1])).sum().backward()
        #expect(!Tensor.clipGradients(of: [a], to: 1).isFinite)
        #expect(try #require(a.gradient).floats == [.infinity, 1])
    }
}
