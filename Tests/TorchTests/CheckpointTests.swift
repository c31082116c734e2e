import Foundation
import SafeTensors
import Testing
import Torch

@Suite struct CheckpointTests {
    let model = FeedForward(3, hidden: 5, from: RandomSource(seed: 1))

    func checkpoint(of model: some Module) -> SafeTensorFile {
        var file = SafeTensorFile(metadata: ["kind": "test"])
        file.store(model.parameters, under: "dancer.")
        return file
    }

    @Test func aModelComesBackAsItWasSaved() throws {
        let file = try SafeTensorFile(checkpoint(of: model).encoded())
        let other = FeedForward(3, hidden: 5, from: RandomSource(seed: 2))
        #expect(other.rise.weight.floats != model.rise.weight.floats)
        try other.load(from: file, under: "dancer.")
        for (mine, theirs) in zip(other.parameters, model.parameters) {
            #expect(mine.tensor.floats == theirs.tensor.floats)
        }
        #expect(other.rise.weight.requiresGradient)
    }

    @Test func aHalfPrecisionCheckpointIsConverted() throws {
        var file = SafeTensorFile()
        file.store(model.parameters.map { ($0.name, $0.tensor.to(.bfloat16)) })
        let other = FeedForward(3, hidden: 5, from: RandomSource(seed: 2))
        try other.load(from: file)
        #expect(other.rise.weight.elementType == .float32)
        #expect(other.rise.weight.isClose(to: model.rise.weight, within: 0.01))
    }

    @Test func aWrongShapeIsNamedAndNothingIsTaken() {
        let wide = FeedForward(3, hidden: 6, from: RandomSource(seed: 2))
        let before = wide.fall.bias?.floats
        let error = #expect(throws: CheckpointError.self) {
            try wide.load(from: checkpoint(of: model), under: "dancer.")
        }
        #expect(
            error
                == .wrongShape(name: "dancer.rise.weight", expected: [6, 3], found: [5, 3]))
        #expect(
            error?.description
                == "dancer.rise.weight is [5, 3] in the checkpoint, but this model needs [6, 3]. "
                + "Use the configuration that the checkpoint was trained with, or train anew.")
        #expect(wide.fall.bias?.floats == before)
    }

    @Test func aMissingTensorIsNamed() {
        var file = checkpoint(of: model)
        file.entries["dancer.fall.bias"] = nil
        #expect(throws: CheckpointError.missing(name: "dancer.fall.bias")) {
            try model.load(from: file, under: "dancer.")
        }
    }

    @Test func aTensorWithoutAPlaceIsNamed() {
        var file = checkpoint(of: model)
        file.store([("dancer.extra", Tensor([1]))])
        file.store([("optimiser.extra", Tensor([1]))])
        #expect(throws: CheckpointError.unexpected(name: "dancer.extra")) {
            try model.load(from: file, under: "dancer.")
        }
    }

    @Test func aFileCutShortIsNamed() throws {
        let bytes = try checkpoint(of: model).encoded()
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        try bytes.dropLast(8).write(to: file)
        let error = #expect(throws: SafeTensorError.self) {
            try model.load(from: SafeTensorFile(contentsOf: file), under: "dancer.")
        }
        let words = error?.description ?? ""
        #expect(words.contains(file.path))
        #expect(words.contains("cut short"))
    }
}
